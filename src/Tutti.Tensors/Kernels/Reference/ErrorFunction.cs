// erfc(x) = 1 − erf(x), in double.
// |x| < 2: erf(x) = 2/√π · exp(−x²) · Σ over n of 2ⁿ x²ⁿ⁺¹ / (1 · 3 · … · (2n + 1)), whose terms all have one sign.
// x ≥ 2: erfc(x) = exp(−x²)/√π / (x + (1/2) / (x + (2/2) / (x + (3/2) / (x + …)))), from the inside (Abramowitz and Stegun 7.1.6 and
// 7.1.14).
// Tolerance: 1e-13, relative, where the result is a normal number.
namespace Tutti.Tensors.Kernels.Reference;

/// <summary>The complementary error function.</summary>
internal static class ErrorFunction
{
    private const double Near = 2;
    private const int Fractions = 120;

    internal static double Complement(double x)
    {
        if (double.IsNaN(x)) return x;
        if (Math.Abs(x) < Near) return 1 - Series(x);
        return x > 0 ? Fraction(x) : 2 - Fraction(-x);
    }

    private static double Series(double x)
    {
        var (term, sum) = (x, x);
        for (var n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++) sum += term *= 2 * x * x / (2 * n + 1);
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    private static double Fraction(double x)
    {
        var tail = 0.0;
        for (var n = Fractions; n > 0; n--) tail = n / 2.0 / (x + tail);
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / (x + tail);
    }
}
