using Tutti.Communication.Transports.Threads;

namespace Tutti.Communication.Transports.Messages;

/// <summary>Rings between the threads of a process, each made when it is first written to, and where each thread sleeps.</summary>
internal sealed class RingMesh
{
    private readonly ByteRing?[] rings;
    private readonly Parker[] parkers;
    private readonly int[] asleep;
    private readonly int ringBytes;

    /// <param name="size">How many ranks.</param>
    /// <param name="ringBytes">How many bytes may be under way from a rank to a rank.</param>
    /// <param name="cores">How many cores the ranks share; null: all.</param>
    internal RingMesh(int size, int ringBytes = 128 << 10, int? cores = null)
    {
        Size = size;
        this.ringBytes = ringBytes;
        IsCrowded = size > (cores ?? Environment.ProcessorCount);
        rings = new ByteRing?[size * size];
        asleep = new int[size];
        parkers = [.. Enumerable.Range(0, size).Select(_ => new Parker())];
    }

    internal int Size { get; }

    /// <summary>Whether a rank that waits may take the core of one that works.</summary>
    internal bool IsCrowded { get; }

    /// <summary>The transport of one rank; taken once.</summary>
    internal StreamTransport Open(int rank, uint generation = 0, long keptBytesLimit = StreamTransport.KeptBytesLimit)
    {
        var links = new Link?[Size];
        for (var peer = 0; peer < Size; peer++)
            if (peer != rank) links[peer] = new RingLink(this, rank, peer);
        return new StreamTransport(rank, links, new RingWaiter(this, rank, links), generation, keptBytesLimit);
    }

    internal ByteRing? Find(int from, int to) => Volatile.Read(ref rings[from * Size + to]);

    internal ByteRing Get(int from, int to) =>
        Find(from, to) ?? Interlocked.CompareExchange(ref rings[from * Size + to], new ByteRing(ringBytes), null) ?? Find(from, to)!;

    /// <summary>The rank's ring has changed: it must not sleep on. A full fence lies between the change and the look.</summary>
    internal void WakeIfAsleep(int rank)
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref asleep[rank]) != 0) parkers[rank].Wake();
    }

    internal void Wake(int rank) => parkers[rank].Wake();

    /// <summary>Sleeps unless something is ready once others can see that this rank sleeps.</summary>
    internal void Sleep(int rank, TimeSpan limit, Func<bool> isReady)
    {
        Interlocked.Exchange(ref asleep[rank], 1);
        if (!isReady()) parkers[rank].Sleep(limit);
        Volatile.Write(ref asleep[rank], 0);
    }
}
