using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Transports.SharedMemory;

/// <summary>
/// A stream of bytes from one rank to another through a circle of memory that both address; neither waits for the other. One object at
/// each end, each used by one thread at a time.
/// </summary>
/// <remarks>
/// The ends count bytes for good: the circle holds <c>sent − received</c> of them. Each count is written by one side, after the bytes were
/// copied, and lies in cache lines of its own; what a side last saw of the other's count is kept, so that the line moves only when it is
/// needed.
/// </remarks>
internal sealed unsafe class MemoryRing
{
    /// <summary>How much memory the two counts take.</summary>
    internal const int EndsBytes = 256;

    private const int Line = 128;

    private readonly int peer;
    private readonly Ends* ends;
    private readonly byte* circle;
    private readonly int capacity;
    private readonly object? owner;
    private long sent;
    private long received;

    /// <param name="peer">The rank at the other end.</param>
    /// <param name="ends">Where <see cref="EndsBytes"/> bytes are, zeros before either side begins.</param>
    /// <param name="circle">Where the bytes travel.</param>
    /// <param name="capacity">How many at a time; a power of two.</param>
    /// <param name="owner">Keeps the memory alive.</param>
    internal MemoryRing(int peer, nint ends, nint circle, int capacity, object? owner)
    {
        this.peer = peer;
        this.ends = (Ends*)ends;
        this.circle = (byte*)circle;
        this.capacity = capacity;
        this.owner = owner;
        sent = Volatile.Read(ref this.ends->Sent);
        received = Volatile.Read(ref this.ends->Received);
    }

    /// <summary>One end of a ring between threads, in memory from <see cref="Allocate"/>.</summary>
    internal static MemoryRing Over(byte[] memory, int peer)
    {
        var start = ((nint)Unsafe.AsPointer(ref memory[0]) + Line - 1) & -Line;
        return new MemoryRing(peer, start, start + EndsBytes, memory.Length - EndsBytes - Line, memory);
    }

    /// <summary>Memory of this process for a ring; a power of two.</summary>
    internal static byte[] Allocate(int capacity) => GC.AllocateArray<byte>(capacity + EndsBytes + Line, pinned: true);

    /// <summary>At the receiving end: whether bytes have come. Any thread.</summary>
    internal bool HasBytes => Volatile.Read(ref ends->Sent) != Volatile.Read(ref received);

    /// <summary>At the sending end: whether there is room. Any thread.</summary>
    internal bool HasRoom => Volatile.Read(ref sent) - Volatile.Read(ref ends->Received) < capacity;

    /// <summary>Copies as many bytes as there is room for.</summary>
    /// <returns>How many; 0 if the receiver has to go on first.</returns>
    /// <exception cref="LinkException">The other end's count makes no sense.</exception>
    internal int TrySend(ReadOnlySpan<byte> bytes)
    {
        if (capacity - (sent - received) < bytes.Length) received = Check(sent - Volatile.Read(ref ends->Received), sent);
        var count = (int)Math.Min(bytes.Length, capacity - (sent - received));
        if (count == 0) return 0;
        var start = (int)(sent & (capacity - 1));
        var first = Math.Min(count, capacity - start);
        bytes[..first].CopyTo(new Span<byte>(circle + start, first));
        bytes[first..count].CopyTo(new Span<byte>(circle, capacity));
        sent += count;
        Volatile.Write(ref ends->Sent, sent);
        GC.KeepAlive(owner);
        return count;
    }

    /// <summary>Takes as many bytes as have come and fit.</summary>
    /// <returns>How many; 0 if none have come.</returns>
    /// <exception cref="LinkException">The other end's count makes no sense.</exception>
    internal int TryReceive(Span<byte> bytes)
    {
        if (sent - received < bytes.Length)
        {
            sent = Volatile.Read(ref ends->Sent);
            Check(sent - received, sent);
        }

        var count = (int)Math.Min(bytes.Length, sent - received);
        if (count == 0) return 0;
        var start = (int)(received & (capacity - 1));
        var first = Math.Min(count, capacity - start);
        new ReadOnlySpan<byte>(circle + start, first).CopyTo(bytes);
        new ReadOnlySpan<byte>(circle, count - first).CopyTo(bytes[first..]);
        received += count;
        Volatile.Write(ref ends->Received, received);
        GC.KeepAlive(owner);
        return count;
    }

    // The other side's count is shared memory: whoever overwrote it must not make us copy outside the circle.
    private long Check(long inside, long end) => (ulong)inside <= (ulong)capacity
        ? end - inside
        : throw new LinkException(
            peer, $"The ring of rank {peer} holds {inside} bytes, expected 0 to {capacity}: its memory was overwritten.");

    [StructLayout(LayoutKind.Explicit, Size = EndsBytes)]
    private struct Ends
    {
        [FieldOffset(0)] public long Sent;

        [FieldOffset(128)] public long Received;
    }
}
