namespace Tutti.Experiments.Reports.Charts;

/// <summary>Where numbers stand on an axis, and which of them are written there: 1, 2 or 5 times powers of ten.</summary>
internal sealed class AxisScale
{
    private const int WantedTicks = 6;
    private readonly bool isLogarithmic;
    private readonly double step;

    private AxisScale(double low, double high, double step, bool isLogarithmic, double[] ticks)
    {
        (Low, High, this.step, this.isLogarithmic, Ticks) = (low, high, step, isLogarithmic, ticks);
    }

    internal double Low { get; }

    internal double High { get; }

    internal IReadOnlyList<double> Ticks { get; }

    /// <summary>Makes a scale.</summary>
    /// <param name="values">What must be on it; at least one is finite.</param>
    /// <param name="axis">What is wanted.</param>
    /// <param name="endsAtTicks">Whether it begins and ends at a tick, or where the values do.</param>
    /// <exception cref="ArgumentException">A value of a logarithmic axis is not more than 0.</exception>
    internal static AxisScale Create(IEnumerable<double> values, ChartAxis axis, bool endsAtTicks)
    {
        var finite = values.Where(double.IsFinite).ToArray();
        var (low, high) = (finite.Min(), finite.Max());
        if (!axis.IsLogarithmic) return Linear(low, high, axis.StartsAtZero && endsAtTicks, endsAtTicks);
        if (low <= 0)
            throw new ArgumentException(
                $"ChartAxis '{axis.Label}': a logarithmic axis has no place for this. Got {low}. Expected more than 0. Use a linear axis.");
        return Logarithmic(low, high, endsAtTicks);
    }

    /// <summary>Where a number stands, 0 at the axis' beginning, 1 at its end.</summary>
    internal double ShareOf(double value) => isLogarithmic
        ? Math.Log(Math.Max(value, double.Epsilon) / Low) / Math.Log(High / Low)
        : (value - Low) / (High - Low);

    internal string Format(double tick) => ReportNumber.OnAxis(tick, isLogarithmic ? Math.Min(1, PowerBelow(tick)) : step);

    private static AxisScale Linear(double low, double high, bool withZero, bool endsAtTicks)
    {
        if (withZero) (low, high) = (Math.Min(low, 0), Math.Max(high, 0));
        if (low == high) (low, high) = (low - Margin(low), high + Margin(high));
        var step = NiceStep((high - low) / WantedTicks);
        if (endsAtTicks) (low, high) = (Math.Floor(low / step + 1e-9) * step, Math.Ceiling(high / step - 1e-9) * step);
        var first = (long)Math.Ceiling(low / step - 1e-9);
        var last = (long)Math.Floor(high / step + 1e-9);
        var ticks = new double[last - first + 1];
        for (var index = 0; index < ticks.Length; index++) ticks[index] = (first + index) * step;
        return new AxisScale(low, high, step, isLogarithmic: false, ticks);
    }

    private static AxisScale Logarithmic(double low, double high, bool endsAtTicks)
    {
        if (endsAtTicks || low == high) (low, high) = (TickBelow(low), TickAbove(high));
        if (low == high) high = TickAbove(high * 1.01);
        // Over many powers of ten there is room for these alone.
        double[] factors = Math.Log10(high / low) > 3 ? [1] : [1, 2, 5];
        var powers = Enumerable.Range((int)Math.Floor(Math.Log10(low)), (int)Math.Ceiling(Math.Log10(high / low)) + 2);
        var ticks = powers.SelectMany(power => factors.Select(factor => factor * Math.Pow(10, power)))
            .Where(tick => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9));
        return new AxisScale(low, high, 0, isLogarithmic: true, [.. ticks]);
    }

    private static double Margin(double value) => value == 0 ? 1 : Math.Abs(value) / 2;

    private static double NiceStep(double rough)
    {
        var power = PowerBelow(rough);
        return (rough / power) switch { <= 1 + 1e-9 => 1, <= 2 + 1e-9 => 2, <= 5 + 1e-9 => 5, _ => 10 } * power;
    }

    private static double TickBelow(double value)
    {
        var power = PowerBelow(value);
        return (value / power) switch { >= 5 - 1e-9 => 5, >= 2 - 1e-9 => 2, _ => 1 } * power;
    }

    private static double TickAbove(double value) => NiceStep(value);

    private static double PowerBelow(double value) => Math.Pow(10, Math.Floor(Math.Log10(value) + 1e-12));
}
