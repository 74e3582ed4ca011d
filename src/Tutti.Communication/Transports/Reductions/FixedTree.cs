using System.Numerics;

namespace Tutti.Communication.Transports.Reductions;

/// <summary>
/// The reduction over leaves (shards, or ranks) on memory that this process can address, in one binary tree that depends on their number
/// only.
/// <code>reduce(first, n) = n == 1 ? leaf[first] : reduce(first, k) ∘ reduce(first + k, n − k),   k = the largest power of two below n</code>
/// Elements are independent of each other, so neither ranges nor blocks nor register widths change a bit. Targets may be sources: the
/// sources at an element are read before its targets are written.
/// </summary>
internal static unsafe class FixedTree
{
    /// <summary>Two operands and two results stay in the first-level cache.</summary>
    internal const int BlockBytes = 8192;

    /// <summary>Ranges of ranks begin at multiples of a cache line.</summary>
    internal const int LineBytes = 64;

    /// <summary>The elements that a rank reduces: P runs of whole cache lines, equally long up to one line.</summary>
    internal static (long Start, long End) RangeOf(int rank, int size, long count, int elementBytes)
    {
        var perLine = LineBytes / elementBytes;
        var lines = (count + perLine - 1) / perLine;
        return (Math.Min(count, lines * rank / size * perLine), Math.Min(count, lines * (rank + 1) / size * perLine));
    }

    /// <summary>Bytes of scratch that <see cref="Reduce"/> needs: a block for each level of the tree below its root.</summary>
    internal static int ScratchBytes(int leafCount, int blockBytes = BlockBytes) => BitOperations.Log2((uint)leafCount) * blockBytes;

    internal static int SplitOf(int count) => 1 << BitOperations.Log2((uint)count - 1);

    /// <summary>Writes the reduction of all sources at elements [start, end) to the same elements of every target.</summary>
    internal static void Reduce<T>(
        Reducer<T> reducer, T** sources, int leafCount, T** targets, int targetCount, long start, long end, T* scratch, int blockBytes = BlockBytes)
        where T : unmanaged
    {
        var block = blockBytes / sizeof(T);
        for (var offset = start; offset < end; offset += block)
        {
            var length = (int)Math.Min(block, end - offset);
            var copied = ReduceRoot(reducer, sources, leafCount, targets, targetCount, offset, length, scratch, block);
            CopyToOthers(targets[0], targets, copied, targetCount, offset, length);
        }
    }

    // How many targets hold the result afterwards.
    private static int ReduceRoot<T>(
        Reducer<T> reducer, T** sources, int leafCount, T** targets, int targetCount, long offset, int length, T* scratch, int block)
        where T : unmanaged
    {
        if (leafCount == 1)
        {
            CopyToOthers(sources[0], targets, 0, 1, offset, length);
            return 1;
        }

        var k = SplitOf(leafCount);
        var left = ReduceBlock(reducer, sources, k, offset, length, scratch, block);
        var right = ReduceBlock(reducer, sources + k, leafCount - k, offset, length, scratch + block, block);
        if (targetCount > 1 && !reducer.HasFinish)
        {
            reducer.Combine(left, right, targets[0] + offset, targets[1] + offset, length);
            return 2;
        }

        reducer.Combine(left, right, targets[0] + offset, length);
        reducer.Finish(targets[0] + offset, length, leafCount);
        return 1;
    }

    // A leaf is read where it is; an inner node is left in the first block of its scratch. The right child starts one block later, so it
    // never overwrites the left one.
    internal static T* ReduceBlock<T>(Reducer<T> reducer, T** sources, int count, long offset, int length, T* scratch, int block)
        where T : unmanaged
    {
        if (count == 1) return sources[0] + offset;
        var k = SplitOf(count);
        var left = ReduceBlock(reducer, sources, k, offset, length, scratch, block);
        var right = ReduceBlock(reducer, sources + k, count - k, offset, length, scratch + block, block);
        reducer.Combine(left, right, scratch, length);
        return scratch;
    }

    private static void CopyToOthers<T>(T* source, T** targets, int firstTarget, int targetCount, long offset, long length) where T : unmanaged
    {
        for (var target = firstTarget; target < targetCount; target++)
            if (targets[target] != source)
                Buffer.MemoryCopy(source + offset, targets[target] + offset, length * sizeof(T), length * sizeof(T));
    }
}
