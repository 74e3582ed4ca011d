// Computed in double and rounded once. Φ(x) = erfc(−x/√2) / 2 keeps its relative precision where it is tiny.
using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>The Gaussian error linear unit in its two forms, and their derivatives.</summary>
internal static class GaussianUnit
{
    /// <summary>√(2/π) and the factor of x³ in the form with tanh.</summary>
    internal const double Slope = 0.79788456080286535588, Cubic = 0.044715;

    internal static void Run<T>(ReadOnlySpan<T> values, Span<T> result, Span<T> slopes) where T : INumberBase<T>
    {
        for (var i = 0; i < result.Length; i++)
        {
            var x = double.CreateTruncating(values[i]);
            var share = Share(x);
            result[i] = T.CreateTruncating(x * share);
            if (slopes.IsEmpty) continue;
            // Beyond 40 the density is zero; infinity times zero would be NaN.
            var density = Math.Abs(x) > 40 ? 0 : x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
            slopes[i] = T.CreateTruncating(share + density);
        }
    }

    internal static void RunTanh<T>(ReadOnlySpan<T> values, Span<T> result, Span<T> slopes) where T : INumberBase<T>
    {
        for (var i = 0; i < result.Length; i++)
        {
            // Beyond 30 the sigmoid is 0 or 1 in every bit, and squares of infinity would make NaN.
            var x = double.CreateTruncating(values[i]);
            var z = Math.Clamp(x, -30, 30);
            var share = Sigmoid(2 * Slope * (z + Cubic * z * z * z));
            result[i] = T.CreateTruncating(x * share);
            if (slopes.IsEmpty) continue;
            slopes[i] = T.CreateTruncating(share + z * share * (1 - share) * 2 * Slope * (1 + 3 * Cubic * z * z));
        }
    }

    private static double Share(double x) => ErrorFunction.Complement(-x / Math.Sqrt(2)) / 2;

    private static double Sigmoid(double x)
    {
        var e = Math.Exp(-Math.Abs(x));
        return (x > 0 ? 1 : e) / (1 + e);
    }
}
