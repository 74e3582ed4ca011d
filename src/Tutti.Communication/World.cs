using Tutti.Communication.Transports.Memory;
using Tutti.Communication.Transports.Threads;

namespace Tutti.Communication;

/// <summary>
/// This worker's place among all workers of a job, and the group through which it talks to the others. Training code takes a
/// <c>World</c> and nothing else, so the same code runs alone or among many. Used by the worker that owns it.
/// </summary>
public sealed class World
{
    internal World(ProcessGroup group, int localRank, int localSize)
    {
        Group = group;
        LocalRank = localRank;
        LocalSize = localSize;
    }

    /// <summary>This worker's number, 0 … <see cref="Size"/> − 1.</summary>
    public int Rank => Group.Rank;

    /// <summary>How many workers the job has; at least 1.</summary>
    public int Size => Group.Size;

    /// <summary>This worker's number among the workers of this machine.</summary>
    public int LocalRank { get; }

    /// <summary>How many workers of the job run on this machine; a fair share of cores is cores ÷ <c>LocalSize</c>.</summary>
    public int LocalSize { get; }

    /// <summary>The group of all workers.</summary>
    public ProcessGroup Group { get; }

    /// <summary>Cancelled as soon as the group faults: a worker was lost, late, cancelled, or disagreed with the others.</summary>
    public CancellationToken Faulted => Group.Faulted;

    /// <summary>A new world of one worker: rank 0 of 1, whose collectives end at once.</summary>
    /// <returns>A world that shares nothing with any other.</returns>
    public static World Single() => new(new MemoryGroup(new ThreadBoard("single", 1, TimeSpan.FromSeconds(30)), 0), 0, 1);
}
