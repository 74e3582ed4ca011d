using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tutti.Communication.Transports;

/// <summary>
/// The sum over shards of <see cref="ProcessGroup.SumShards"/>, on memory that this process can address.
/// <code>sum(first, n) = n == 1 ? shard[first] : sum(first, k) + sum(first + k, n − k),   k = the largest power of two below n</code>
/// Elements are independent of each other, so neither ranges nor blocks nor register widths change a bit. Targets may be sources: the
/// sources at an element are read before its targets are written.
/// </summary>
internal static unsafe class ShardTree
{
    /// <summary>8 KB: two operands and two results stay in the first-level cache.</summary>
    internal const int DefaultBlock = 2048;

    /// <summary>The elements that a rank sums: P runs of whole cache lines, equally long up to one line.</summary>
    internal static (long Start, long End) RangeOf(int rank, int size, long count)
    {
        var lines = (count + AlignedFloats.LineElements - 1) / AlignedFloats.LineElements;
        return (lines * rank / size * AlignedFloats.LineElements, Math.Min(count, lines * (rank + 1) / size * AlignedFloats.LineElements));
    }

    /// <summary>Elements of scratch that <see cref="Sum"/> needs: a block for each level of the tree below its root.</summary>
    internal static int ScratchElements(int sourceCount, int block = DefaultBlock) => BitOperations.Log2((uint)sourceCount) * block;

    /// <summary>Writes the sum of all sources at elements [start, end) into every target.</summary>
    internal static void Sum(float** sources, int sourceCount, float** targets, int targetCount, long start, long end, float* scratch, int block = DefaultBlock)
    {
        if (sourceCount == 1)
        {
            CopyToOthers(sources[0], targets, 0, targetCount, start, end - start);
            return;
        }

        var k = SplitOf(sourceCount);
        for (var offset = start; offset < end; offset += block)
        {
            var length = (int)Math.Min(block, end - offset);
            var left = SumBlock(sources, k, offset, length, scratch, block);
            var right = SumBlock(sources + k, sourceCount - k, offset, length, scratch + block, block);
            if (targetCount == 1)
            {
                Add(left, right, targets[0] + offset, length);
            }
            else
            {
                Add(left, right, targets[0] + offset, targets[1] + offset, length);
                CopyToOthers(targets[0], targets, 2, targetCount, offset, length);
            }
        }
    }

    internal static int SplitOf(int count) => 1 << BitOperations.Log2((uint)count - 1);

    // A leaf is read where it is; an inner node is left in the first block of its scratch. The right child starts one block later, so it
    // never overwrites the left one.
    private static float* SumBlock(float** sources, int count, long offset, int length, float* scratch, int block)
    {
        if (count == 1) return sources[0] + offset;
        var k = SplitOf(count);
        var left = SumBlock(sources, k, offset, length, scratch, block);
        var right = SumBlock(sources + k, count - k, offset, length, scratch + block, block);
        Add(left, right, scratch, length);
        return scratch;
    }

    private static void CopyToOthers(float* source, float** targets, int firstTarget, int targetCount, long offset, long length)
    {
        for (var target = firstTarget; target < targetCount; target++)
            if (targets[target] != source)
                Buffer.MemoryCopy(source + offset, targets[target] + offset, length * sizeof(float), length * sizeof(float));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(float* left, float* right, float* target, int length)
    {
        var width = Vector<float>.Count;
        var i = 0;
        for (; i <= length - 2 * width; i += 2 * width)
        {
            (Vector.Load(left + i) + Vector.Load(right + i)).Store(target + i);
            (Vector.Load(left + i + width) + Vector.Load(right + i + width)).Store(target + i + width);
        }

        for (; i < length; i++) target[i] = left[i] + right[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(float* left, float* right, float* target, float* second, int length)
    {
        var width = Vector<float>.Count;
        var i = 0;
        for (; i <= length - 2 * width; i += 2 * width)
        {
            var low = Vector.Load(left + i) + Vector.Load(right + i);
            var high = Vector.Load(left + i + width) + Vector.Load(right + i + width);
            low.Store(target + i);
            high.Store(target + i + width);
            low.Store(second + i);
            high.Store(second + i + width);
        }

        for (; i < length; i++) target[i] = second[i] = left[i] + right[i];
    }
}
