using System.Runtime.CompilerServices;
using Tutti.Communication.Collectives;

namespace Tutti.Communication.Transports.Threads;

/// <summary>What the ranks of one in-process group share: their slots, their places to sleep, and the first fault.</summary>
internal sealed unsafe class ThreadHub
{
    private readonly byte[] memory;
    private readonly Parker[] parkers;
    private readonly CancellationTokenSource faulted = new();
    private readonly TaskCompletionSource whenFaulted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private GroupFault? fault;

    internal ThreadHub(string name, int size, TimeSpan timeout, int? cores = null)
    {
        Name = name;
        Size = size;
        Timeout = timeout;
        // A rank that waits for one that has no core of its own must give its core away at once.
        var crowded = size > (cores ?? Environment.ProcessorCount);
        SpinCount = crowded ? 50 : 2000;
        YieldCount = crowded ? 20 : 0;
        memory = GC.AllocateArray<byte>((size + 1) * sizeof(RankSlot), pinned: true);
        var start = (nint)Unsafe.AsPointer(ref memory[0]);
        Slots = (RankSlot*)((start + 127) & ~127);
        parkers = [.. Enumerable.Range(0, size).Select(_ => new Parker())];
    }

    internal string Name { get; }

    internal int Size { get; }

    internal TimeSpan Timeout { get; }

    internal int SpinCount { get; }

    internal int YieldCount { get; }

    /// <summary>One a rank; alive as long as this object.</summary>
    internal RankSlot* Slots { get; }

    internal GroupFault? Fault => Volatile.Read(ref fault);

    internal CancellationToken Faulted => faulted.Token;

    internal Task WhenFaulted => whenFaulted.Task;

    internal Parker ParkerOf(int rank) => parkers[rank];

    /// <summary>Faults the group; the first cause wins. A full fence lies between the fault and whatever the caller reads next.</summary>
    internal bool TryRaise(GroupFault cause)
    {
        if (Interlocked.CompareExchange(ref fault, cause, null) is not null) return false;
        WakeAll();
        whenFaulted.TrySetResult();
        // The token is set at once; its callbacks run elsewhere, so that they can neither delay nor fail a collective.
        _ = faulted.CancelAsync();
        return true;
    }

    /// <summary>The rank's worker has ended: whoever waits for it need not wait for the timeout.</summary>
    internal void Depart(int rank)
    {
        Interlocked.Exchange(ref Slots[rank].Departed, 1);
        WakeAll();
    }

    /// <summary>Wakes those who sleep for a rank that has just written one of its counters. The caller has put a full fence in between.</summary>
    internal void WakeSleepersFor(int rank)
    {
        for (var other = 0; other < Size; other++)
            if (Volatile.Read(ref Slots[other].SleepsFor) == rank + 1)
                parkers[other].Wake();
    }

    private void WakeAll()
    {
        foreach (var parker in parkers) parker.Wake();
    }
}
