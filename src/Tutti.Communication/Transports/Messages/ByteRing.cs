namespace Tutti.Communication.Transports.Messages;

/// <summary>Bytes from one thread to one other, in a ring.</summary>
internal sealed class ByteRing(int capacity)
{
    private readonly byte[] bytes = GC.AllocateUninitializedArray<byte>(capacity);
    private Counters counters;

    internal bool IsEmpty => Volatile.Read(ref counters.Written) == Volatile.Read(ref counters.Read);

    internal bool IsFull => Volatile.Read(ref counters.Written) - Volatile.Read(ref counters.Read) == bytes.Length;

    /// <summary>The writer will write no more.</summary>
    internal bool IsClosed => Volatile.Read(ref counters.Closed) != 0;

    internal void Close() => Volatile.Write(ref counters.Closed, 1);

    internal int TryWrite(ReadOnlySpan<byte> source)
    {
        var written = counters.Written;
        var length = (int)Math.Min(source.Length, bytes.Length - (written - Volatile.Read(ref counters.Read)));
        var position = (int)(written % bytes.Length);
        var first = Math.Min(length, bytes.Length - position);
        source[..first].CopyTo(bytes.AsSpan(position));
        source[first..length].CopyTo(bytes);
        Volatile.Write(ref counters.Written, written + length);
        return length;
    }

    internal int TryRead(Span<byte> target)
    {
        var read = counters.Read;
        var length = (int)Math.Min(target.Length, Volatile.Read(ref counters.Written) - read);
        var position = (int)(read % bytes.Length);
        var first = Math.Min(length, bytes.Length - position);
        bytes.AsSpan(position, first).CopyTo(target);
        bytes.AsSpan(0, length - first).CopyTo(target[first..]);
        Volatile.Write(ref counters.Read, read + length);
        return length;
    }

    // Each on cache lines of its own: writer and reader write them all the time.
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit, Size = 512)]
    private struct Counters
    {
        [System.Runtime.InteropServices.FieldOffset(128)] public long Written;
        [System.Runtime.InteropServices.FieldOffset(136)] public int Closed;
        [System.Runtime.InteropServices.FieldOffset(256)] public long Read;
    }
}
