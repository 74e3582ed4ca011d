namespace Tutti.Learning.Ensembles;

/// <summary>What stacking and blending have in common.</summary>
public abstract record EnsembleOptions
{
    /// <summary>The members, at least one, with different names. What takes longest should stand in front.</summary>
    public required IReadOnlyList<MemberRecipe> Members { get; init; }

    /// <summary>Who learns how to combine them. Default: <see cref="LogisticMetaLearner"/>.</summary>
    public MetaLearner MetaLearner { get; init; } = new LogisticMetaLearner();

    /// <summary>Decides the split and the members' seeds. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// The group of each row, such as its patient: a group is never divided, and to the leak guard all its rows are one, unless <see
    /// cref="Identity"/> says otherwise. Null, the default: there are none.
    /// </summary>
    public IReadOnlyList<long>? Groups { get; init; }

    /// <summary>What makes rows the same for the leak guard. Null, the default: the groups if there are any, else the content.</summary>
    public RowFingerprints? Identity { get; init; }

    /// <summary>What becomes of rows whose copy is to be predicted. Default: they are not learned from.</summary>
    public DuplicateRows Duplicates { get; init; }

    internal void ThrowIfInvalid(int rowCount, IEnumerable<string> more)
    {
        var problems = new List<string>(more);
        if (Members is not { Count: > 0 }) problems.Add("Members is empty, expected at least one");
        else if (Members.Select(member => member.Name).Distinct().Count() != Members.Count || Members.Any(member => string.IsNullOrWhiteSpace(member.Name)))
            problems.Add($"Members are called {string.Join(", ", Members.Select(member => $"'{member.Name}'"))}, expected different names");
        if (MetaLearner is null) problems.Add("MetaLearner is null, expected for instance new SuperLearner()");
        if (Groups is { } groups && groups.Count != rowCount) problems.Add($"Groups are {groups.Count}, expected one a row, {rowCount}");
        if (Identity is { } identity && identity.Count != rowCount) problems.Add($"Identity is of {identity.Count} rows, expected {rowCount}");
        if (!Enum.IsDefined(Duplicates)) problems.Add($"Duplicates is {Duplicates}, expected LeaveOut or Refuse");
        if (problems.Count > 0) throw new ArgumentException($"{GetType().Name}: {string.Join("; ", problems)}. Correct them and try again.");
    }

    internal RowFingerprints IdentityOf(Data.ISampleSource samples) =>
        Identity ?? (Groups is { } groups ? RowFingerprints.OfNumbers([.. groups]) : RowFingerprints.Of(samples));
}
