using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>Sums of whole spans, in double, in order.</summary>
internal static class Totals
{
    internal static double Sum<T>(ReadOnlySpan<T> values) where T : IFloatingPointIeee754<T>
    {
        var sum = 0.0;
        foreach (var value in values) sum += double.CreateTruncating(value);
        return sum;
    }

    internal static double Squares<T>(ReadOnlySpan<T> values) where T : IFloatingPointIeee754<T>
    {
        var sum = 0.0;
        foreach (var value in values) sum += double.CreateTruncating(value) * double.CreateTruncating(value);
        return sum;
    }
}
