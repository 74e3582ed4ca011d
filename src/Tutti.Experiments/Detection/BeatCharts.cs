using System.Globalization;
using Tutti.Experiments.Reports;
using Tutti.Experiments.Reports.Charts;

namespace Tutti.Experiments.Detection;

/// <summary>Pictures of beats: one beside its reconstruction, all along a recording, and how their errors are distributed.</summary>
internal static class BeatCharts
{
    private const int BinCount = 40;

    /// <summary>A beat and what the members make of it.</summary>
    internal static Chart Draw(BeatExample example, string valueName)
    {
        var (record, beat) = (example.Record, example.Beat);
        var verdict = beat.IsAnomalous ? "anomalous" : "usual";
        return new LineChart
        {
            Title = string.Create(CultureInfo.InvariantCulture,
                $"{record.Name} at {record.SecondsOf(beat):0.0} s{KindOf(beat)}: {verdict}, {valueName} = {beat.Value:0.####}"),
            Description = "The samples of one beat, and the mean of what the members of the ensemble give back for it.",
            XAxis = new ChartAxis("sample of the beat"),
            YAxis = new ChartAxis("amplitude, as scaled for the members") { StartsAtZero = false },
            Series = [Line("original", beat.Beat.Values, 0), Line("reconstruction", example.Reconstruction, 1)],
        };
    }

    /// <summary>All judged beats of a recording: errors where they are known, values elsewhere.</summary>
    internal static Chart OverTime(JudgedRecord record, string valueName)
    {
        var withErrors = record.Beats.All(beat => beat.Value is null || beat.Error is not null);
        var judged = record.Beats.Where(beat => beat.Value is not null).DistinctBy(beat => beat.Beat.Sample).ToArray();
        LineSeries Marks(string name, int look, bool anomalous) => new(name,
            [.. judged.Where(beat => beat.IsAnomalous == anomalous)
                .Select(beat => new ChartPoint(record.SecondsOf(beat) / 60, withErrors ? beat.Error!.Value : beat.Value!.Value))], look)
        {
            Parts = LineParts.Marks,
        };
        return new LineChart
        {
            Title = $"{record.Name}: {(withErrors ? "reconstruction error" : valueName)} of every beat",
            Description = "A mark for each beat that could be judged, over the time of the recording; anomalous ones look different.",
            XAxis = new ChartAxis("time (min)"),
            YAxis = new ChartAxis(withErrors ? "mean squared error" : valueName),
            IsWide = true,
            NumbersIn = "the table of beats beside this file",
            Series = [.. new[] { Marks("usual", 0, anomalous: false), Marks("anomalous", 1, anomalous: true) }.Where(series => series.Points.Count > 0)],
        };
    }

    /// <summary>How errors are distributed, beside those of the calibration.</summary>
    internal static Chart Distribution(DetectionResult result)
    {
        var judged = result.Judged.ToArray();
        (string Name, double[] Errors)[] groups =
        [
            ("calibration", [.. result.CalibrationErrors]),
            ("judged usual", [.. judged.Where(beat => !beat.IsAnomalous).Select(beat => beat.Error!.Value)]),
            ("judged anomalous", [.. judged.Where(beat => beat.IsAnomalous).Select(beat => beat.Error!.Value)]),
        ];
        // An error of exactly 0 has no logarithm; it goes with the least one that has.
        var all = groups.SelectMany(group => group.Errors).Where(error => error > 0).ToArray();
        var (low, high) = (Math.Log(all.Min()), Math.Log(all.Max()));
        var width = Math.Max((high - low) / BinCount, 1e-9);
        return new LineChart
        {
            Title = "Reconstruction errors",
            Description = "The share of beats with an error of about that size, each kind by itself. The further anomalous beats lie to " +
                "the right of the calibration, the surer the verdict.",
            XAxis = new ChartAxis("mean squared error, mean of the members") { IsLogarithmic = true },
            YAxis = new ChartAxis("share of the beats (%)"),
            Series = [.. groups.Select((group, look) => (group, look)).Where(entry => entry.group.Errors.Length > 0).Select(entry =>
                new LineSeries(entry.group.Name, Histogram(entry.group.Errors, low, width), entry.look) { Parts = LineParts.Line })],
        };
    }

    private static ChartPoint[] Histogram(double[] errors, double low, double width)
    {
        var counts = new int[BinCount];
        foreach (var error in errors)
            counts[error > 0 ? Math.Clamp((int)((Math.Log(error) - low) / width), 0, BinCount - 1) : 0]++;
        return [.. counts.Select((count, bin) => new ChartPoint(Math.Exp(low + (bin + 0.5) * width), 100.0 * count / errors.Length))];
    }

    private static LineSeries Line(string name, IReadOnlyList<float> values, int look) =>
        new(name, [.. values.Select((value, index) => new ChartPoint(index, value))], look) { Parts = LineParts.Line };

    private static string KindOf(JudgedBeat beat) => beat.Beat.Class is { } known ? $", annotated {known}" : "";
}
