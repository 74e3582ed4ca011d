using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tutti.Learning.Data.Sources;

/// <summary>Reads as many elements as a header promises, without believing the header: memory grows with what the stream really
/// holds.</summary>
internal static class GrowingRead
{
    private const int FirstChunkBytes = 1 << 20;

    /// <summary>Reads up to <paramref name="count"/> elements in the machine's byte order; fewer only where the stream ends.</summary>
    /// <returns>The whole elements that were read.</returns>
    public static T[] Elements<T>(Stream content, int count) where T : unmanaged
    {
        var size = Unsafe.SizeOf<T>();
        var values = new T[Math.Min(count, FirstChunkBytes / size)];
        var filledBytes = 0L;
        while (true)
        {
            var free = MemoryMarshal.AsBytes(values.AsSpan((int)(filledBytes / size)));
            // A part of an element may have been read before; the next read completes it.
            free = free[(int)(filledBytes % size)..];
            filledBytes += content.ReadAtLeast(free, free.Length, throwOnEndOfStream: false);
            if (filledBytes < (long)values.Length * size) return values[..(int)(filledBytes / size)];
            if (values.Length == count) return values;
            Array.Resize(ref values, (int)Math.Min(count, 2L * values.Length));
        }
    }
}
