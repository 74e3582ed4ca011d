using System.Globalization;
using Tutti.Learning.Training;

namespace Tutti.Cli.Output;

/// <summary>Numbers as people read them. Always with a point for decimals and commas for thousands.</summary>
internal static class Words
{
    // A training that runs away has losses of dozens of digits.
    private const double LargestPlain = 1e6;

    internal static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number of things, the noun in the singular for one: <c>1 epoch</c>, <c>12 epochs</c>.</summary>
    internal static string Count(long value, string noun) => $"{Count(value)} {noun}{(value == 1 ? "" : "s")}";

    internal static string Rate(double value) =>
        double.IsFinite(value) ? value.ToString(value < 100 ? "N1" : "N0", CultureInfo.InvariantCulture) : "–";

    internal static string Loss(double value) => double.IsFinite(value)
        ? value.ToString(Math.Abs(value) < LargestPlain ? "F4" : "0.000e+0", CultureInfo.InvariantCulture)
        : "–";

    internal static string Percent(double? share) =>
        share is { } value && double.IsFinite(value) ? (value * 100).ToString("F2", CultureInfo.InvariantCulture) + " %" : "–";

    internal static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    internal static string Bytes(long bytes)
    {
        string[] units = ["B", "KB", "MB", "GB", "TB"];
        double value = bytes;
        var unit = 0;
        for (; value >= 1024 && unit < units.Length - 1; unit++) value /= 1024;
        return value.ToString(unit == 0 || value >= 100 ? "F0" : "F1", CultureInfo.InvariantCulture) + " " + units[unit];
    }

    internal static string Duration(TimeSpan time) => time.TotalSeconds < 10
        ? time.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture) + " s"
        : time.TotalHours >= 1 ? time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)
        : time.ToString(@"m\:ss", CultureInfo.InvariantCulture) + " min";

    /// <summary>Which workers a training goes on with, and why.</summary>
    internal static string Change(WorkersChange change) =>
        $"After step {Count(change.Step)} the training went on with {change.WorkerCount} of {Count(change.WorkersBefore, "worker")} " +
        $"({Duration(change.Pause)} later): {change.Reason}";
}
