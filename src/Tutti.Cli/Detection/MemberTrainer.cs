using Tutti.Distributed.Ensembles;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Ecg;
using Tutti.Learning.Detection;

namespace Tutti.Cli.Detection;

/// <summary>Trains one member on its own recordings, which nobody else reads.</summary>
internal static class MemberTrainer
{
    internal static TrainedMember Train(MemberPlace place, MemberSettings settings)
    {
        var paths = settings.Records[place.Member];
        var beats = EcgCollection.Read(paths, settings.Recipe.ToOptions(), place.Cancellation);
        var samples = beats.ToSamples();
        // Beats of which nobody knows the kind count as usual: few of a hospital's are anything else.
        int[] usual = [.. beats.UsableBeats.Select((entry, row) => (entry.Beat, row))
            .Where(entry => entry.Beat.Class is null or AamiClass.Normal).Select(entry => entry.row)];
        if (usual.Length == 0)
            throw new InvalidOperationException(
                $"tutti detect train: member {place.Member} has no usual beats. Got {paths.Length} recordings, {beats.LeftOut.Count} left out" +
                $"{string.Concat(beats.LeftOut.Select(record => $"; {record.Message}"))}. Expected at least one beat. Give it other recordings.");
        var detector = AutoencoderDetector.Train(
            new SourceSubset(samples, usual), settings.ToOptions(place.Member) with { ComputeThreads = place.ComputeThreads },
            cancellation: place.Cancellation);
        return new TrainedMember(detector, usual.Length, Remarks: [.. beats.LeftOut.Select(record => record.ToString())]);
    }
}
