namespace Tutti.Tensors.Operations;

/// <summary>
/// How a reduction walks its operand: dimensions sorted by their strides, the widest outermost, and joined where they are one stretch in
/// operand and totals. Totals are dense in that order, so a walk reads memory in order whatever the operand's memory order.
/// </summary>
internal readonly struct ReductionPlan
{
    private ReductionPlan(Shape shape, Strides values, Strides totals)
    {
        Shape = shape;
        Values = values;
        Totals = totals;
    }

    /// <summary>The sizes, outermost first.</summary>
    internal Shape Shape { get; }

    /// <summary>How far apart the operand's elements lie.</summary>
    internal Strides Values { get; }

    /// <summary>How far apart the totals lie; 0 along what is reduced.</summary>
    internal Strides Totals { get; }

    /// <summary>Plans the reduction of an operand to a shape of as many dimensions, 1 where it is reduced.</summary>
    /// <param name="input">The operand.</param>
    /// <param name="kept">The shape of the totals.</param>
    /// <param name="order">How far apart the totals lie along each dimension of <paramref name="kept"/>.</param>
    internal static ReductionPlan Create(Tensor input, Shape kept, out Strides order)
    {
        Span<int> dimensions = stackalloc int[Shape.MaximumRank], orderSteps = stackalloc int[kept.Rank];
        var rank = Sort(input, dimensions);
        Span<int> sizes = stackalloc int[Shape.MaximumRank];
        Span<int> from = stackalloc int[Shape.MaximumRank], to = stackalloc int[Shape.MaximumRank];
        orderSteps.Clear();
        var step = 1;
        for (var i = rank - 1; i >= 0; i--)
        {
            var dimension = dimensions[i];
            if (kept[dimension] == 1) continue;
            orderSteps[dimension] = step;
            step *= kept[dimension];
        }
        var count = 0;
        for (var i = 0; i < rank; i++)
        {
            var (size, value, total) = (input.Shape[dimensions[i]], input.Strides[dimensions[i]], orderSteps[dimensions[i]]);
            if (count > 0 && from[count - 1] == size * value && to[count - 1] == size * total) sizes[--count] *= size;
            else sizes[count] = size;
            (from[count], to[count]) = (value, total);
            count++;
        }
        order = new Strides(orderSteps);
        return new(Shape.Create(sizes[..count]), new Strides(from[..count]), new Strides(to[..count]));
    }

    /// <summary>The same walk over a part of one dimension only.</summary>
    internal ReductionPlan Restrict(int level, int size)
    {
        Span<int> sizes = stackalloc int[Shape.Rank];
        Shape.AsSpan().CopyTo(sizes);
        sizes[level] = size;
        return new(Shape.Create(sizes), Values, Totals);
    }

    // The dimensions of more than one element, the largest stride first; repeated elements (stride 0) stand outermost.
    private static int Sort(Tensor input, Span<int> dimensions)
    {
        var count = 0;
        for (var dimension = 0; dimension < input.Shape.Rank; dimension++)
        {
            if (input.Shape[dimension] == 1) continue;
            var place = count++;
            for (; place > 0 && Key(dimension) > Key(dimensions[place - 1]); place--) dimensions[place] = dimensions[place - 1];
            dimensions[place] = dimension;
        }
        return count;

        int Key(int dimension) => input.Strides[dimension] == 0 ? int.MaxValue : input.Strides[dimension];
    }
}
