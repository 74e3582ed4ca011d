using Tutti.Tensors.Autograd;

namespace Tutti.Tensors.Operations;

/// <summary>Views of some elements of a dimension.</summary>
internal static class Slicing
{
    internal static Tensor Narrow(Tensor input, int dimension, int start, int length)
    {
        var along = Operand.Dimension("narrow", input, dimension);
        var size = input.Shape[along];
        var first = start < 0 ? start + size : start;
        if (first < 0 || length < 0 || first > size - length)
            throw new ArgumentOutOfRangeException(nameof(start), start,
                $"narrow: the part does not lie within the dimension. Got start {start} and length {length} in dimension {dimension} of " +
                $"{input.Shape}. Expected at most {size} elements from a start within.");
        return Record(input, new(along, first, length));
    }

    /// <summary>As slices in Python: bounds count from the end if negative, and are brought into the dimension.</summary>
    internal static Tensor Slice(Tensor input, int dimension, int? start, int? end, int step)
    {
        var along = Operand.Dimension("slice", input, dimension);
        if (step < 1)
            throw new ArgumentOutOfRangeException(nameof(step), step,
                $"slice: elements are taken in ascending order. Got step {step}. Expected at least 1.");
        var size = input.Shape[along];
        var first = Bound(start ?? 0, size);
        var last = Bound(end ?? size, size);
        return Record(input, new(along, first, last <= first ? 0 : (last - first - 1) / step + 1, step));
    }

    internal static Tensor Select(Tensor input, int dimension, int index)
    {
        var along = Operand.Dimension("select", input, dimension);
        var size = input.Shape[along];
        var position = index < 0 ? index + size : index;
        if ((uint)position >= (uint)size)
            throw new ArgumentOutOfRangeException(nameof(index), index,
                $"select: no such element. Got {index} in dimension {dimension} of {input.Shape}. " +
                (size == 0 ? "The dimension is empty." : $"Expected −{size} to {size - 1}."));
        return Record(input, new(along, position, 1, Drop: true));
    }

    internal static Tensor[] Split(Tensor input, int dimension, ReadOnlySpan<int> sizes)
    {
        var along = Operand.Dimension("split", input, dimension);
        long total = 0;
        foreach (var size in sizes) total += size < 0 ? throw NotFilled(input, dimension, sizes) : size;
        if (total != input.Shape[along]) throw NotFilled(input, dimension, sizes);
        var parts = new Tensor[sizes.Length];
        var start = 0;
        for (var i = 0; i < parts.Length; start += sizes[i++]) parts[i] = Record(input, new(along, start, sizes[i]));
        return parts;
    }

    /// <summary>Parts of one size; the last is smaller where the size does not divide the dimension.</summary>
    internal static Tensor[] Split(Tensor input, int dimension, int size)
    {
        var count = input.Shape[Operand.Dimension("split", input, dimension)];
        if (size < 1)
            throw new ArgumentOutOfRangeException(nameof(size), size, $"split: parts need a size. Got {size}. Expected at least 1.");
        // An empty dimension gives one empty part.
        var sizes = new int[Math.Max(1, (int)(((long)count + size - 1) / size))];
        for (var i = 0; i < sizes.Length; i++) sizes[i] = Math.Min(size, count - i * size);
        return Split(input, dimension, sizes);
    }

    private static Tensor Record(Tensor input, SliceAttributes attributes) =>
        Graph.Record(Primitives.Slice, attributes.View(input), [input], attributes);

    private static int Bound(int bound, int size) => Math.Clamp(bound < 0 ? bound + size : bound, 0, size);

    private static ArgumentException NotFilled(Tensor input, int dimension, ReadOnlySpan<int> sizes) =>
        new("split: the parts do not fill the dimension. " +
            $"Got [{string.Join(", ", sizes.ToArray())}] for dimension {dimension} of {input.Shape}. " +
            $"Expected sizes of at least 0 that add up to {input.Shape[dimension]}.");
}
