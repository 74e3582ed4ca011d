namespace Tutti.Communication.Collectives;

/// <summary>One rank's view of one collective: what its errors tell.</summary>
/// <param name="Group">The group's name.</param>
/// <param name="Rank">This rank, in the group's numbering.</param>
/// <param name="Size">How many ranks the group has.</param>
/// <param name="Number">The operation's number.</param>
/// <param name="Header">What it is.</param>
/// <param name="Elapsed">How long it has waited.</param>
/// <param name="JobRanks">The job's number of each rank of the group; null where they are the same.</param>
internal readonly record struct CollectiveCall(
    string Group, int Rank, int Size, long Number, CollectiveHeader Header, TimeSpan Elapsed, int[]? JobRanks = null)
{
    internal int JobRankOf(int rank) => JobRanks is null ? rank : JobRanks[rank];

    /// <summary>A rank of the job in the group's numbering; null if it is not in the group.</summary>
    internal int? RankOf(int? jobRank)
    {
        if (jobRank is not { } rank) return null;
        if (JobRanks is null) return rank < Size ? rank : null;
        var index = Array.IndexOf(JobRanks, rank);
        return index < 0 ? null : index;
    }

    /// <summary>As messages name a rank of the job: in the group's numbering if it is in the group.</summary>
    internal string NameOf(int jobRank) => RankOf(jobRank) switch
    {
        null => $"rank {jobRank} of the job",
        { } rank when JobRanks is null => $"rank {rank} of {Size}",
        { } rank => $"rank {rank} of {Size} (rank {jobRank} of the job)",
    };
}
