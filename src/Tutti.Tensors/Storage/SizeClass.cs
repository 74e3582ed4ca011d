using System.Numerics;

namespace Tutti.Tensors.Storage;

/// <summary>
/// Block sizes of the pool: 64 bytes, then four steps to each power of two, so that at most a fifth of a block is unused.
/// </summary>
internal static class SizeClass
{
    internal const int Alignment = 64;
    private const int SmallestLog2 = 6;

    /// <summary>Enough classes for blocks of 2⁴⁰ bytes.</summary>
    internal const int Count = (40 - SmallestLog2) * 4 + 1;

    internal static int Of(long bytes)
    {
        if (bytes <= Alignment) return 0;
        var log2 = BitOperations.Log2((ulong)(bytes - 1));
        var quarter = (int)((bytes - 1) >> (log2 - 2)) & 3;
        return (log2 - SmallestLog2) * 4 + quarter + 1;
    }

    internal static long BytesOf(int sizeClass)
    {
        if (sizeClass == 0) return Alignment;
        var log2 = (sizeClass - 1) / 4 + SmallestLog2;
        var bytes = (1L << log2) + ((long)((sizeClass - 1) % 4 + 1) << (log2 - 2));
        return (bytes + Alignment - 1) / Alignment * Alignment;
    }
}
