using Tutti.Learning.Detection;

namespace Tutti.Distributed.Ensembles;

/// <summary>An ensemble that <see cref="PartitionEnsemble"/> has trained, on disk.</summary>
public static class EnsembleFolder
{
    /// <summary>Loads one member, for a node that holds one.</summary>
    /// <param name="folder">The ensemble's folder.</param>
    /// <param name="member">The member, from its manifest.</param>
    /// <returns>The detector, of the manifest's version.</returns>
    /// <exception cref="MemberException">The file is gone, broken or holds another model.</exception>
    public static IAnomalyDetector Load(string folder, ManifestMember member)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(member);
        IAnomalyDetector detector;
        try
        {
            detector = AnomalyDetectors.Load(Path.Combine(folder, member.File));
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new MemberException($"Ensemble: '{member.Name}' cannot be loaded. Got: {problem.Message} Expected a detector. " +
                "Train the ensemble again: members that are whole are kept.", problem);
        }
        return detector.Version == member.Version ? detector : throw new MemberException(
            $"Ensemble: '{member.Name}' has another model. Got version {detector.Version} in '{member.File}'. Expected {member.Version} as " +
            $"{EnsembleManifest.FileName} says. Put the file back, or train again.");
    }

    /// <summary>Loads all members as nodes in this process, each with a thread of its own.</summary>
    /// <param name="folder">The ensemble's folder.</param>
    /// <param name="options">What nodes give and how they compute; sizes and validation scores are the manifest's. Null: the defaults.</param>
    /// <returns>The nodes, in the order of members; the caller's to dispose of, or to add to a driver.</returns>
    /// <exception cref="FileNotFoundException">There is no manifest.</exception>
    /// <exception cref="InvalidDataException">The manifest is broken.</exception>
    /// <exception cref="MemberException">A member's file is gone, broken or holds another model.</exception>
    public static IReadOnlyList<DetectorNode> LoadNodes(string folder, DetectorNodeOptions? options = null)
    {
        options ??= new DetectorNodeOptions();
        var members = EnsembleManifest.Read(folder).Members;
        var detectors = members.Select(member => Load(folder, member)).ToArray();
        return [.. members.Zip(detectors, (member, detector) => new DetectorNode(member.Name, detector, options with
        {
            TrainingSamples = member.TrainingSamples, ValidationScore = member.ValidationScore,
        }))];
    }
}
