using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>
/// LAMB in two parts, since the length of the step depends on all elements: the moments with the two norms, then the step, which computes
/// the update again rather than keep it.
/// </summary>
internal static class Lamb
{
    internal static (double Parameters, double Updates) Moments<T>(ReadOnlySpan<T> parameters, ReadOnlySpan<T> gradients, Span<T> mean,
        Span<T> variance, in LambSettings settings) where T : IFloatingPointIeee754<T>
    {
        var (beta1, beta2) = (T.CreateTruncating(settings.Beta1), T.CreateTruncating(settings.Beta2));
        var (share1, share2) = (T.CreateTruncating(1 - settings.Beta1), T.CreateTruncating(1 - settings.Beta2));
        double parameterSquares = 0, updateSquares = 0;
        for (var i = 0; i < parameters.Length; i++)
        {
            mean[i] = beta1 * mean[i] + share1 * gradients[i];
            variance[i] = beta2 * variance[i] + share2 * (gradients[i] * gradients[i]);
            var p = double.CreateTruncating(parameters[i]);
            var r = double.CreateTruncating(Update(parameters[i], mean[i], variance[i], settings));
            parameterSquares += p * p;
            updateSquares += r * r;
        }
        return (parameterSquares, updateSquares);
    }

    internal static void Step<T>(
        Span<T> parameters, ReadOnlySpan<T> mean, ReadOnlySpan<T> variance, double factor, in LambSettings settings)
        where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < parameters.Length; i++)
            parameters[i] -= T.CreateTruncating(factor) * Update(parameters[i], mean[i], variance[i], settings);
    }

    private static T Update<T>(T parameter, T mean, T variance, in LambSettings settings) where T : IFloatingPointIeee754<T>
    {
        var first = T.CreateTruncating(1 / settings.BiasCorrection1);
        var second = T.CreateTruncating(1 / Math.Sqrt(settings.BiasCorrection2));
        return first * mean / (T.Sqrt(variance) * second + T.CreateTruncating(settings.Epsilon))
            + T.CreateTruncating(settings.WeightDecay) * parameter;
    }
}
