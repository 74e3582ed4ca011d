using System.Runtime.InteropServices;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>
/// result[index] = ifSet[index] where condition[index] is not 0, else ifClear[index], for operands in any memory order, with stride 0 where
/// one is repeated. The result is row-major.
/// </summary>
internal static class StridedSelect
{
    internal static void Run<T>(Shape shape, ReadOnlySpan<long> condition, Strides conditionStrides, ReadOnlySpan<T> ifSet,
        Strides setStrides, ReadOnlySpan<T> ifClear, Strides clearStrides, Span<T> result) where T : unmanaged
    {
        if (shape.ElementCount == 0) return;
        shape = Merge(shape, ref conditionStrides, ref setStrides, ref clearStrides);
        var last = shape.Rank - 1;
        var width = shape[last];
        var (conditionStep, setStep, clearStep) = (conditionStrides[last], setStrides[last], clearStrides[last]);
        Span<int> index = stackalloc int[Shape.MaximumRank];
        index.Clear();
        for (var row = 0; row < shape.ElementCount; row += width)
        {
            int c = 0, s = 0, e = 0;
            for (var dimension = 0; dimension < last; dimension++)
            {
                c += index[dimension] * conditionStrides[dimension];
                s += index[dimension] * setStrides[dimension];
                e += index[dimension] * clearStrides[dimension];
            }
            var target = result.Slice(row, width);
            if (conditionStep == 1 && setStep == 1 && clearStep == 1)
                Row(condition.Slice(c, width), ifSet.Slice(s, width), ifClear.Slice(e, width), target);
            else
                for (var i = 0; i < target.Length; i++, c += conditionStep, s += setStep, e += clearStep)
                    target[i] = condition[c] != 0 ? ifSet[s] : ifClear[e];
            for (var dimension = last - 1; dimension >= 0; dimension--)
            {
                if (++index[dimension] < shape[dimension]) break;
                index[dimension] = 0;
            }
        }
    }

    // By masks instead of branches, which conditions without a pattern would mislead: an element is 4 or 8 bytes, whatever its type.
    private static void Row<T>(ReadOnlySpan<long> condition, ReadOnlySpan<T> ifSet, ReadOnlySpan<T> ifClear, Span<T> target)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            var set = MemoryMarshal.Cast<T, int>(ifSet)[..condition.Length];
            var clear = MemoryMarshal.Cast<T, int>(ifClear)[..condition.Length];
            var result = MemoryMarshal.Cast<T, int>(target)[..condition.Length];
            for (var i = 0; i < condition.Length; i++) result[i] = clear[i] ^ ((set[i] ^ clear[i]) & (int)Mask(condition[i]));
        }
        else
        {
            var set = MemoryMarshal.Cast<T, long>(ifSet)[..condition.Length];
            var clear = MemoryMarshal.Cast<T, long>(ifClear)[..condition.Length];
            var result = MemoryMarshal.Cast<T, long>(target)[..condition.Length];
            for (var i = 0; i < condition.Length; i++) result[i] = clear[i] ^ ((set[i] ^ clear[i]) & Mask(condition[i]));
        }
    }

    // All bits set unless the number is 0: it or its negative is below 0 then.
    private static long Mask(long number) => (number | -number) >> 63;

    // Joins dimensions that are one stretch in all three operands; at least one dimension is left.
    private static Shape Merge(Shape shape, ref Strides first, ref Strides second, ref Strides third)
    {
        Span<int> sizes = stackalloc int[Shape.MaximumRank], a = stackalloc int[Shape.MaximumRank];
        Span<int> b = stackalloc int[Shape.MaximumRank], c = stackalloc int[Shape.MaximumRank];
        var count = 0;
        for (var dimension = 0; dimension < shape.Rank; dimension++)
        {
            var size = shape[dimension];
            if (size == 1) continue;
            var joins = count > 0 && a[count - 1] == size * first[dimension] && b[count - 1] == size * second[dimension]
                && c[count - 1] == size * third[dimension];
            if (joins) sizes[--count] *= size;
            else sizes[count] = size;
            (a[count], b[count], c[count]) = (first[dimension], second[dimension], third[dimension]);
            count++;
        }
        if (count == 0) (sizes[0], a[0], b[0], c[0], count) = (1, 0, 0, 0, 1);
        (first, second, third) = (new(a[..count]), new(b[..count]), new(c[..count]));
        return Shape.Create(sizes[..count]);
    }
}
