using System.Runtime.CompilerServices;
using Tutti.Communication.Collectives;
using Tutti.Communication.Faults;
using Tutti.Communication.Transports.SharedMemory;

namespace Tutti.Communication.Transports.Memory;

/// <summary>
/// What the ranks of a <see cref="MemoryGroup"/> share: their slots, a way to sleep and to wake each other, memory that all can address,
/// and the job's fault. Ranks may be threads (which address everything) or processes of one machine (which address a mapped segment).
/// </summary>
internal abstract unsafe class MemoryBoard : IDisposable
{
    /// <param name="name">The group's name.</param>
    /// <param name="size">How many ranks.</param>
    /// <param name="timeout">How long a rank may be late.</param>
    /// <param name="faults">Of the job.</param>
    /// <param name="cores">How many cores the ranks of this machine share; null: all.</param>
    private protected MemoryBoard(string name, int size, TimeSpan timeout, FaultBoard faults, int? cores = null)
    {
        Name = name;
        Size = size;
        Timeout = timeout;
        Faults = faults;
        // A rank that waits for one that has no core of its own must give its core away at once.
        IsCrowded = size > (cores ?? Environment.ProcessorCount);
        SpinCount = IsCrowded ? 50 : 2000;
        YieldCount = IsCrowded ? 20 : 0;
    }

    internal string Name { get; }

    internal int Size { get; }

    internal TimeSpan Timeout { get; }

    internal FaultBoard Faults { get; }

    /// <summary>Whether some ranks have no core of their own; so it is for their sub-groups too.</summary>
    internal bool IsCrowded { get; }

    /// <summary>Whether ranks read and write each other's own memory, as threads do.</summary>
    internal bool IsInPlace { get; private protected init; }

    internal int SpinCount { get; }

    internal int YieldCount { get; }

    /// <summary>One a rank; alive as long as this object.</summary>
    internal RankSlot* Slots { get; private protected init; }

    /// <summary>
    /// How many bytes of a span a rank can show the others at a time where they cannot read it in place: half the length of its staging
    /// area, a multiple of 4,096.
    /// </summary>
    internal virtual int WindowBytes => 0;

    /// <summary>
    /// Where a rank's staging area is for this process. Only the rank itself writes to it, and phases use its halves in
    /// turn: what a slow rank still reads from one is overwritten two phases later at the earliest, and by then it has come to the phase
    /// between.
    /// </summary>
    internal virtual nint StagingOf(int rank) => 0;

    /// <summary>
    /// Lets a rank sleep until it is woken, at most so long. A wake-up that comes first is kept; one too many does no harm.
    /// </summary>
    internal abstract void Sleep(int rank, TimeSpan limit);

    internal abstract void Wake(int rank);

    /// <summary>
    /// Collective, called by every rank with the same arguments: zeroed memory for the shards, addressable by all. Enters at least one
    /// phase with the header (<see cref="MemoryGroup.BeginShowing"/>), so that the contract is checked.
    /// </summary>
    internal abstract ShardBuffer AllocateShards(MemoryGroup group, in CollectiveHeader header, ShardMap map, int elementCount);

    /// <summary>
    /// Collective among all ranks of the group: a board for the members, on which the rank at index i is rank i. Ranks of other members'
    /// groups call it at the same time with theirs.
    /// </summary>
    internal abstract MemoryBoard Split(MemoryGroup group, in CollectiveHeader header, string name, ReadOnlySpan<int> members);

    /// <summary>A rank's end of the bytes that go to a peer.</summary>
    internal abstract MemoryRing RingTo(int rank, int peer);

    /// <summary>A rank's end of the bytes that come from a peer; null if there cannot have been any yet.</summary>
    internal abstract MemoryRing? FindRing(int rank, int peer);

    /// <summary>Called by each rank that has the board, once.</summary>
    public abstract void Dispose();

    /// <summary>The rank's worker has ended: whoever waits for it need not wait for the timeout.</summary>
    internal void Depart(int rank)
    {
        Interlocked.Exchange(ref Slots[rank].Departed, 1);
        WakeAll();
    }

    /// <summary>
    /// Wakes those who sleep for a rank that has just written one of its counters. The caller has put a full fence in between.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void WakeSleepersFor(int rank)
    {
        for (var other = 0; other < Size; other++)
            if (Volatile.Read(ref Slots[other].SleepsFor) == rank + 1)
                Wake(other);
    }

    internal void WakeAll()
    {
        for (var rank = 0; rank < Size; rank++) Wake(rank);
    }
}
