using Tutti.Experiments.Reports;

namespace Tutti.Experiments.MetaLearners;

/// <summary>What is asked about the measurements.</summary>
/// <param name="settings">What was measured.</param>
/// <param name="found">A measurement a seed, at least one.</param>
internal sealed class MetaLearnersResults(MetaLearnersSettings settings, IReadOnlyList<MetaLearnersMeasurement> found)
{
    internal MetaLearnersSettings Settings => settings;

    internal IReadOnlyList<MetaLearnersMeasurement> All => found;

    internal IReadOnlyList<string> MemberNames { get; } = [.. settings.Members.Select(member => member.Name)];

    internal IReadOnlyList<string> WayNames { get; } = [.. found[0].Ways.Select(way => way.Name)];

    internal IReadOnlyList<string> TimeNames { get; } = [.. found[0].Times.Select(time => time.Name)];

    internal string BestNames => string.Join(" or ", found.Select(own => MemberNames[own.Best]).Distinct());

    internal double BestPercent => Over(own => own.Ways[own.Best].Percent)!.Median;

    internal Measurement? Over(Func<MetaLearnersMeasurement, double> value) => Measurement.Of(found.Select(value));

    internal Measurement? OverWay(string name, Func<WayResult, double> value) => Over(own => value(Way(own, name)));

    internal double Percent(string name) => OverWay(name, way => way.Percent)!.Median;

    /// <summary>How much less log loss than the member that is the best out of fold, with an interval.</summary>
    internal Measurement LossGain(string name) => Resampled(own => Difference(own.Ways[own.Best].Losses, Way(own, name).Losses));

    /// <summary>How many points more are right than with the member that is the best out of fold, with an interval.</summary>
    internal Measurement PercentGain(string name) =>
        Resampled(own => [.. Difference(Way(own, name).IsCorrect, own.Ways[own.Best].IsCorrect).Select(value => 100 * value)]);

    internal Measurement Resampled(Func<MetaLearnersMeasurement, double[]> values) =>
        ResampledMean.Of([.. found.Select(values)], settings.ResampleCount);

    internal double SpeedUp(int time) => Over(own => own.Times[0].Seconds / own.Times[time].Seconds)!.Median;

    /// <summary>How many trainings several workers did, and how many gave the predictions of one after the other.</summary>
    internal (int Same, int Count) CountSameBits()
    {
        var others = found.SelectMany(own => own.Times.Skip(1).Select(time => time.Sha256 == own.Times[0].Sha256)).ToArray();
        return (others.Count(isSame => isSame), others.Length);
    }

    private static WayResult Way(MetaLearnersMeasurement own, string name) => own.Ways.First(way => way.Name == name);

    private static double[] Difference(double[] left, double[] right) => [.. left.Zip(right, (first, second) => first - second)];
}
