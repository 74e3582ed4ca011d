using Tutti.Tensors.Autograd.Rules;

namespace Tutti.Tensors.Autograd;

internal static partial class Primitives
{
    internal static readonly Primitive Softmax = new("softmax", LossRules.Softmax);
    internal static readonly Primitive LogSoftmax = new("log_softmax", LossRules.LogSoftmax);
    internal static readonly Primitive CrossEntropy = new("cross_entropy", LossRules.CrossEntropy);
    internal static readonly Primitive NllLoss = new("nll_loss", LossRules.NllLoss);
    internal static readonly Primitive BinaryCrossEntropy = new("binary_cross_entropy_with_logits", ElementLossRules.BinaryCrossEntropy);
    internal static readonly Primitive KlDiv = new("kl_div", ElementLossRules.KlDiv);
    internal static readonly Primitive MseLoss = new("mse_loss", ElementLossRules.Difference);
    internal static readonly Primitive L1Loss = new("l1_loss", ElementLossRules.Difference);
    internal static readonly Primitive HuberLoss = new("huber_loss", ElementLossRules.Difference);
    internal static readonly Primitive SmoothL1Loss = new("smooth_l1_loss", ElementLossRules.Difference);
}
