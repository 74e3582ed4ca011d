using Tutti.Distributed.Ensembles;
using Tutti.Learning.Data;
using Tutti.Learning.Detection;

namespace Tutti.Cli.Detection;

/// <summary>
/// Members that are on this machine: they answer as nodes, and are looked at afterwards for errors and reconstructions. Used by one thread
/// at a time.
/// </summary>
internal sealed class LocalMembers
{
    private readonly string folder;
    private readonly (ManifestMember Entry, ScoreKeeper Detector)[] members;

    private LocalMembers(string folder, (ManifestMember Entry, ScoreKeeper Detector)[] members) => (this.folder, this.members) = (folder, members);

    internal int Count => members.Length;

    /// <summary>All errors of all calibrations.</summary>
    internal IReadOnlyList<double> CalibrationErrors => [.. members.SelectMany(member => member.Detector.Calibration.Scores)];

    /// <summary>Loads those of an ensemble.</summary>
    /// <exception cref="InputException">The folder holds no whole ensemble of such.</exception>
    internal static LocalMembers Load(string folder)
    {
        var entries = InputException.From(() => EnsembleManifest.Read(folder)).Members;
        return new LocalMembers(folder, [.. entries.Select(entry => (entry, Load(folder, entry)))]);
    }

    /// <summary>A node for each, which has the detector to itself until the answer is there.</summary>
    internal IEnumerable<DetectorNode> CreateNodes() => members.Select(member => new DetectorNode(member.Entry.Name, member.Detector, new DetectorNodeOptions
    {
        TrainingSamples = member.Entry.TrainingSamples, ValidationScore = member.Entry.ValidationScore,
    }));

    /// <summary>Takes the detectors back when nodes have answered. A node that is late may compute still, so its detector is loaded once
    /// more.</summary>
    internal void TakeBack(EnsembleAnswer answer)
    {
        var silent = answer.Nodes.Where(node => !node.Spoke).Select(node => node.Name).ToHashSet();
        foreach (ref var member in members.AsSpan())
            if (silent.Contains(member.Entry.Name)) member.Detector = Load(folder, member.Entry);
    }

    /// <summary>For each sample the mean of the members' reconstruction errors.</summary>
    internal double[] MeanErrors(ISampleSource samples)
    {
        var mean = new double[samples.Count];
        foreach (var (_, detector) in members)
        {
            // What a member found when it was asked need not be found again.
            var errors = detector.Scores.Count == mean.Length ? detector.Scores : detector.Score(samples);
            for (var row = 0; row < mean.Length; row++) mean[row] += errors[row] / members.Length;
        }
        return mean;
    }

    /// <summary>The mean of what the members make of one sample.</summary>
    internal float[] Reconstruct(ISampleSource samples, int row)
    {
        var sample = new SourceSubset(samples, [row]);
        var mean = new float[samples.SampleShape.ElementCount];
        foreach (var (_, detector) in members)
        {
            var own = detector.Reconstruct(sample);
            for (var i = 0; i < mean.Length; i++) mean[i] += own[i] / members.Length;
        }
        return mean;
    }

    private static ScoreKeeper Load(string folder, ManifestMember entry)
    {
        try
        {
            return EnsembleFolder.Load(folder, entry) is ReconstructionDetector detector ? new ScoreKeeper(detector) : throw new InputException(
                $"--ensemble: '{entry.Name}' gives no samples back. Got '{entry.File}'. Expected what tutti detect train wrote.");
        }
        catch (MemberException broken)
        {
            throw new InputException($"--ensemble: {broken.Message}", broken);
        }
    }
}
