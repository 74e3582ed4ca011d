using Tutti.Distributed.Ensembles;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Partitions;
using Tutti.Learning.Data.Sources.Tables;
using Tutti.Learning.Detection;

namespace Tutti.Distributed.Tests.Ensembles;

/// <summary>ECG5000 as in the tests of detectors: three parts of 60, 20 and 20 %; each member learns from its part of the first's usual
/// beats.</summary>
internal static class Ecg5000Members
{
    public static TrainedMember Train(MemberPlace place, Settings settings)
    {
        var split = Split(settings);
        var parts = Partitions.Balanced(split.Usual.Count, place.MemberCount, settings.Seed);
        var own = parts.View(split.Usual, place.Member);
        var options = new AutoencoderDetectorOptions
        {
            EpochCount = settings.EpochCount, Seed = (ulong)place.Member, ComputeThreads = place.ComputeThreads,
        };
        return new TrainedMember(AutoencoderDetector.Train(own, options, cancellation: place.Cancellation), own.Count);
    }

    public static (ISampleSource Usual, ISampleSource Last, long[] LastLabels) Split(Settings settings)
    {
        var table = Ecg5000Folder.Read(settings.Folder);
        var data = ClassificationDataset.FromFloats(
            "ecg5000", table.Values, [.. table.Labels!.Select(label => (byte)label)], [140], table.ClassNames!, Standardization.None);
        var parts = Partitions.Weighted(data.Count, [3, 1, 1], settings.Seed);
        var labels = data.CopyLabels();
        return (
            new SourceSubset(data, [.. parts.Rows(0).ToArray().Where(row => labels[row] == 0)]), parts.View(data, 2),
            [.. parts.Rows(2).ToArray().Select(row => labels[row])]);
    }

    public sealed record Settings(string Folder, ulong Seed = 0, int EpochCount = 10);
}
