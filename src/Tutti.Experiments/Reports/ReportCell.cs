using System.Text.Json.Nodes;

namespace Tutti.Experiments.Reports;

/// <summary>What stands in a cell of a table: a text, a number, a measurement, or nothing, which is shown as a dash.</summary>
public readonly struct ReportCell
{
    private readonly string? text;

    private ReportCell(string? text, JsonNode? value, Measurement? measurement = null)
    {
        this.text = text;
        Json = value;
        Measurement = measurement;
    }

    /// <summary>As it is shown; of a measurement the median.</summary>
    public string Text => text ?? "–";

    /// <summary>The measurement, if it is one.</summary>
    public Measurement? Measurement { get; }

    internal JsonNode? Json { get; }

    /// <summary>A text.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator ReportCell(string? text) => new(text, text);

    /// <summary>A whole number, shown with commas for thousands.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator ReportCell(long value) => new(ReportNumber.Count(value), value);

    /// <inheritdoc cref="op_Implicit(long)"/>
    public static implicit operator ReportCell(int value) => (long)value;

    /// <summary>A measured number, shown with three significant digits; what is not finite is nothing.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator ReportCell(double value) =>
        double.IsFinite(value) ? new(ReportNumber.Measured(value), value) : default;

    /// <summary>A measurement, shown as its median with its range; null is nothing.</summary>
    /// <param name="value">The measurement.</param>
    public static implicit operator ReportCell(Measurement? value) => value is null
        ? default
        : new(ReportNumber.Measured(value.Median), ReportJson.Of(value), value);
}
