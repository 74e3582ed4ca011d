namespace Tutti.Communication.Membership;

/// <summary>Who takes part in one generation of a job; the position in the list is the rank.</summary>
internal sealed record Roster(int Generation, IReadOnlyList<RosterEntry> Members)
{
    internal int Size => Members.Count;

    /// <summary>A rank's number among the ranks of its machine, and how many they are.</summary>
    internal (int Rank, int Size) LocalPlace(int rank)
    {
        var host = Members[rank].Facts.Host;
        var (local, size) = (0, 0);
        for (var other = 0; other < Members.Count; other++)
        {
            if (Members[other].Facts.Host != host) continue;
            if (other < rank) local++;
            size++;
        }

        return (local, size);
    }
}

/// <summary>One rank of a generation: its rank in the generation before (null: it is new), and what it told about itself.</summary>
internal sealed record RosterEntry(int? PreviousRank, MemberFacts Facts);
