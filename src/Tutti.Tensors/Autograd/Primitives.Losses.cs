using Tutti.Tensors.Autograd.Rules;

namespace Tutti.Tensors.Autograd;

internal static partial class Primitives
{
    internal static readonly Primitive Softmax = new("softmax", LossRules.Softmax);
    internal static readonly Primitive LogSoftmax = new("log_softmax", LossRules.LogSoftmax);
    internal static readonly Primitive CrossEntropy = new("cross_entropy", LossRules.CrossEntropy);
    internal static readonly Primitive MeanSquaredError = new("mse_loss", LossRules.MeanSquaredError);
}
