using Tutti.Communication.Collectives;

namespace Tutti.Communication;

public abstract partial class ProcessGroup
{
    private readonly List<ProcessGroup> descendants = [];
    private ProcessGroup? first;
    private int[]? jobRanks;

    /// <summary>This rank's number in the job, whose fault all groups share; the group's own numbers mean nothing elsewhere.</summary>
    internal int JobRank => JobRankOf(Rank);

    internal int JobRankOf(int rank)
    {
        if (outer is not null) return outer.JobRankOf(Told(rank));
        return jobRanks is null ? rank : jobRanks[rank];
    }

    /// <summary>
    /// Divides the group: ranks with the same color become a group of their own, ordered by key, then by rank here. Collective. The new
    /// group shares the job's fault with this one; dispose it when it is no longer needed, or leave it to the job's
    /// first group, which disposes what is left with itself.
    /// </summary>
    /// <param name="color">Which group this rank joins; negative: none.</param>
    /// <param name="key">Where this rank stands in it; default 0: as here.</param>
    /// <returns>The new group, named after this one and the color; null for a rank that joins none.</returns>
    public ProcessGroup? Split(int color, int key = 0)
    {
        var wishes = new (int Color, int Key)[Size];
        var header = new CollectiveHeader(CollectiveOperation.Split);
        ShowAll(header, [(color, key)], wishes);
        using var call = Begin(header);
        // A rank that joins none goes through the motions, alone.
        int[] members = color < 0
            ? [Rank]
            : [.. Enumerable.Range(0, Size).Where(rank => wishes[rank].Color == color).OrderBy(rank => wishes[rank].Key)];
        var group = SplitCore(header, color < 0 ? $"{Name}/none" : $"{Name}/{color}", members);
        group.jobRanks = [.. members.Select(JobRankOf)];
        (group.Recorder, group.Timeline) = (Recorder, Timeline);
        if (color < 0)
        {
            group.Dispose();
            return null;
        }
        group.first = first ?? this;
        group.first.Own(group);
        return group;
    }

    private void Own(ProcessGroup descendant)
    {
        lock (descendants)
        {
            descendants.RemoveAll(static group => group.isClosed);
            descendants.Add(descendant);
        }
    }

    private void DisposeDescendants()
    {
        lock (descendants)
            foreach (var descendant in descendants) descendant.Dispose();
    }
}
