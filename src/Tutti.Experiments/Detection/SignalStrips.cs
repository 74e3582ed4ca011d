using Tutti.Experiments.Reports.Charts;
using Tutti.Learning.Data.Sources.Wfdb;

namespace Tutti.Experiments.Detection;

/// <summary>The stretches of a recording in which there is most to be seen, drawn as the recorder wrote them.</summary>
internal static class SignalStrips
{
    private const double StripSeconds = 10;
    private const int MostPoints = 1800;

    /// <summary>Draws the stretches with the most anomalous beats, in the order of time.</summary>
    /// <param name="judged">A recording with at least one anomalous beat.</param>
    /// <param name="count">How many stretches at most.</param>
    internal static IEnumerable<Chart> Draw(JudgedRecord judged, int count)
    {
        var record = WfdbRecord.Read(judged.Path);
        if (record.FindSignal(judged.Record.Lead) is not { } signal) yield break;
        var (values, units) = (record.ToPhysical(signal), record.Header.Signals[signal].Units);
        var strips = judged.Beats.Where(beat => beat.IsAnomalous)
            .GroupBy(beat => (int)(judged.SecondsOf(beat) / StripSeconds))
            .OrderByDescending(strip => strip.Count()).ThenBy(strip => strip.Key)
            .Take(count).Select(strip => strip.Key).Order();
        foreach (var strip in strips) yield return Draw(judged, values, units, strip * StripSeconds);
    }

    private static LineChart Draw(JudgedRecord judged, float[] values, string units, double start)
    {
        var frequency = judged.Record.Frequency;
        var (first, end) = ((int)(start * frequency), Math.Min((int)((start + StripSeconds) * frequency), values.Length));
        var stride = Math.Max(1, (end - first + MostPoints - 1) / MostPoints);
        var points = new List<ChartPoint>();
        for (var sample = first; sample < end; sample += stride) points.Add(new ChartPoint(sample / frequency, values[sample]));
        var beats = judged.Beats.Where(beat => beat.Beat.Sample >= first && beat.Beat.Sample < end && double.IsFinite(values[beat.Beat.Sample]));
        return new LineChart
        {
            Title = $"{judged.Name}, {judged.Record.Lead}, from {TimeSpan.FromSeconds(start):h\\:mm\\:ss}",
            Description = "The recorded signal over ten seconds, with a mark at the R wave of each beat that was judged anomalous and " +
                "another of each that could not be judged.",
            XAxis = new ChartAxis("time (s)"),
            YAxis = new ChartAxis($"{judged.Record.Lead} ({units})") { StartsAtZero = false },
            IsWide = true,
            NumbersIn = judged.Path,
            Series =
            [
                new LineSeries("signal", points, 0) { Parts = LineParts.Line },
                .. Marks("anomalous", 1, beats.Where(beat => beat.IsAnomalous), frequency, values),
                .. Marks("not judged", 5, beats.Where(beat => beat.Value is null), frequency, values),
            ],
        };
    }

    private static IEnumerable<LineSeries> Marks(string name, int look, IEnumerable<JudgedBeat> beats, double frequency, float[] values)
    {
        var points = beats.DistinctBy(beat => beat.Beat.Sample)
            .Select(beat => new ChartPoint(beat.Beat.Sample / frequency, values[beat.Beat.Sample])).ToArray();
        if (points.Length > 0) yield return new LineSeries(name, points, look) { Parts = LineParts.Marks };
    }
}
