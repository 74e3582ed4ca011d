using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>Losses that are functions of a difference, and their derivatives: see <see cref="DifferenceLossKind"/>.</summary>
internal static class Differences
{
    internal static void Losses<T>(DifferenceLoss loss, ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result)
        where T : IFloatingPointIeee754<T>
    {
        var (threshold, scale) = (T.CreateTruncating(loss.Threshold), T.CreateTruncating(loss.Scale));
        for (var i = 0; i < result.Length; i++) result[i] = scale * Loss(loss.Kind, left[i] - right[i], threshold);
    }

    internal static void Gradients<T>(DifferenceLoss loss, ReadOnlySpan<T> left, ReadOnlySpan<T> right, T factor, Span<T> result)
        where T : IFloatingPointIeee754<T>
    {
        var threshold = T.CreateTruncating(loss.Threshold);
        factor *= T.CreateTruncating(loss.Scale);
        for (var i = 0; i < result.Length; i++) result[i] = factor * Derivative(loss.Kind, left[i] - right[i], threshold);
    }

    private static T Loss<T>(DifferenceLossKind kind, T difference, T threshold) where T : IFloatingPointIeee754<T>
    {
        var size = T.Abs(difference);
        return kind switch
        {
            DifferenceLossKind.Squared => difference * difference,
            DifferenceLossKind.Absolute => size,
            _ => T.Min(size, threshold) * (size - T.Min(size, threshold) / T.CreateTruncating(2)),
        };
    }

    // NaN stays NaN in each.
    private static T Derivative<T>(DifferenceLossKind kind, T difference, T threshold) where T : IFloatingPointIeee754<T> => kind switch
    {
        DifferenceLossKind.Squared => difference + difference,
        DifferenceLossKind.Absolute => difference > T.Zero ? T.One : difference < T.Zero ? -T.One : difference,
        _ => T.Max(-threshold, T.Min(difference, threshold)),
    };
}
