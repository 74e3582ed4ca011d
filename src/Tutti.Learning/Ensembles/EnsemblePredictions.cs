namespace Tutti.Learning.Ensembles;

/// <summary>What all members say of the same rows, side by side. Immutable and thread-safe.</summary>
public sealed class EnsemblePredictions
{
    /// <summary>Puts members' predictions side by side.</summary>
    /// <param name="members">At least one, of the same rows and classes, with different names.</param>
    /// <exception cref="ArgumentException">There is none, or they do not fit together.</exception>
    public EnsemblePredictions(IReadOnlyList<MemberPredictions> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count == 0) throw new ArgumentException("EnsemblePredictions: there are no members. Got none. Expected at least one.", nameof(members));
        var first = members[0];
        if (members.FirstOrDefault(member => member.ClassCount != first.ClassCount || member.Rows.Digest != first.Rows.Digest) is { } other)
            throw new ArgumentException(
                $"EnsemblePredictions: the members do not fit together. Got {other.Count} rows and {other.ClassCount} classes of '{other.Member}', and " +
                $"{first.Count} and {first.ClassCount} of '{first.Member}'. Expected the same rows, in the same order, and classes.", nameof(members));
        if (members.GroupBy(member => member.Member).FirstOrDefault(same => same.Skip(1).Any()) is { } twice)
            throw new ArgumentException(
                $"EnsemblePredictions: a member is there twice. Got '{twice.Key}'. Expected different names.", nameof(members));
        Members = [.. members];
    }

    /// <summary>The members, in their order.</summary>
    public IReadOnlyList<MemberPredictions> Members { get; }

    /// <summary>How many rows there are.</summary>
    public int Count => Members[0].Count;

    /// <summary>How many classes there are.</summary>
    public int ClassCount => Members[0].ClassCount;

    /// <summary>Some members alone.</summary>
    /// <param name="members">Their positions, at least one, each once.</param>
    /// <returns>Their predictions, in that order.</returns>
    public EnsemblePredictions Only(params IReadOnlyList<int> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        return new EnsemblePredictions([.. members.Select(member => Members[member])]);
    }

    /// <summary>Some rows alone.</summary>
    /// <param name="rows">Row numbers, in any order, repeated or not.</param>
    /// <returns>Their predictions.</returns>
    public EnsemblePredictions Select(ReadOnlySpan<int> rows)
    {
        var chosen = new MemberPredictions[Members.Count];
        for (var member = 0; member < chosen.Length; member++) chosen[member] = Members[member].Select(rows);
        return new EnsemblePredictions(chosen);
    }
}
