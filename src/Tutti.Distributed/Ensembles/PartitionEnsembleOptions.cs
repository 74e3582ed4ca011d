using Tutti.Communication.Launching;

namespace Tutti.Distributed.Ensembles;

/// <summary>What <see cref="PartitionEnsemble"/> trains, by whom, and where it goes.</summary>
public sealed record PartitionEnsembleOptions
{
    /// <summary>Where members and manifest are written; made if it is not there. All workers must see it.</summary>
    public required string Folder { get; init; }

    /// <summary>How many members, one a partition; at least 1.</summary>
    public required int MemberCount { get; init; }

    /// <summary>What members are called, all different. Default null: <c>member-0</c>, <c>member-1</c>, …</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>
    /// Who trains: worker r of W trains members r, r + W, … one after the other; more workers than members are not started. Where workers
    /// are MPI ranks, <see cref="DistributorOptions.Timeout"/> is how much longer one may take than another. Default: one thread a core.
    /// </summary>
    public DistributorOptions Workers { get; init; } = new() { Name = "ensemble" };

    /// <summary>
    /// What members depend on besides the training function and its arguments, for instance a digest of the data: a member that was saved
    /// with other inputs is trained again. Default: nothing else.
    /// </summary>
    public string Inputs { get; init; } = "";

    internal IEnumerable<string> Validate()
    {
        if (string.IsNullOrWhiteSpace(Folder)) yield return "Folder is empty, expected where members are written";
        if (MemberCount < 1) yield return $"MemberCount is {MemberCount}, expected at least 1";
        if (Workers is null) yield return "Workers is null, expected for instance new DistributorOptions()";
        if (Inputs is null) yield return "Inputs is null, expected a text";
        if (Names is null) yield break;
        if (Names.Count != MemberCount) yield return $"Names has {Names.Count} names, expected {MemberCount}, one a member";
        if (Names.Any(string.IsNullOrWhiteSpace)) yield return "Names has an empty name, expected a word a member";
        if (Names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            yield return $"Names has '{twice.Key}' {twice.Count()} times, expected names that tell members apart";
    }
}
