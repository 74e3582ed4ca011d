using System.Globalization;

namespace Tutti.Experiments.Reports;

/// <summary>Numbers as reports write them: with a point for decimals, commas for thousands, and no more digits than say
/// something.</summary>
internal static class ReportNumber
{
    private const double LargestPlain = 1e9, LeastPlain = 1e-3;

    /// <summary>A measured number with three significant digits; what is not finite is a dash.</summary>
    internal static string Measured(double value)
    {
        var size = Math.Abs(value);
        if (!double.IsFinite(value)) return "–";
        if (size == 0) return "0";
        if (size >= LargestPlain || size < LeastPlain) return value.ToString("0.00e+0", CultureInfo.InvariantCulture);
        // Rounding may add a digit: 9.996 is 10.0, not 10.00.
        var digits = (int)Math.Floor(Math.Log10(size * (1 + 0.0005)));
        return value.ToString("N" + Math.Clamp(2 - digits, 0, 5), CultureInfo.InvariantCulture);
    }

    /// <summary>A whole number.</summary>
    internal static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number on an axis whose neighbours differ by a step.</summary>
    internal static string OnAxis(double value, double step)
    {
        var size = Math.Max(Math.Abs(value), step);
        if (size >= LargestPlain || step < 1e-6) return value.ToString("0.##e+0", CultureInfo.InvariantCulture);
        var decimals = Math.Max(0, (int)Math.Ceiling(-Math.Log10(step) - 1e-9));
        // What rounds to zero is zero, not minus zero.
        return (Math.Abs(value) < step / 2 ? 0 : value).ToString("N" + decimals, CultureInfo.InvariantCulture);
    }
}
