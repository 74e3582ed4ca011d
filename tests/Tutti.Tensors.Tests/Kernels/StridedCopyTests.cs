using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Tests.Kernels;

public sealed class StridedCopyTests
{
    private static readonly Shape[] Shapes =
        [[], [1], [7], [5, 9], [17, 33], [2, 3, 4, 5], [2, 64, 5, 5], [3, 1, 6, 1], [2, 7, 1, 9], [4, 3, 2, 3, 2], [0, 3]];

    [Fact]
    public void Run_AnyTwoMemoryOrders_MovesEveryElement()
    {
        foreach (var shape in Shapes)
            foreach (var source in Orders(shape))
                foreach (var destination in Orders(shape))
                {
                    Check<float>(shape, source, destination, value => value);
                    Check<double>(shape, source, destination, value => value);
                }
    }

    [Fact]
    public void Run_RepeatedElements_CopiesThemToEachPlace()
    {
        Span<float> result = new float[24];
        StridedCopy.Run<float>([2, 3, 4], [1, 2, 3], new([0, 1, 0]), result, new([12, 4, 1]));
        Assert.Equal([1f, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3], result.ToArray());
    }

    private static void Check<T>(Shape shape, Strides source, Strides destination, Func<int, T> number)
        where T : unmanaged
    {
        var values = Enumerable.Range(1, shape.ElementCount).Select(number).ToArray();
        var copy = new T[values.Length];
        StridedCopy.Run<T>(shape, values, source, copy, destination);
        for (var flat = 0; flat < values.Length; flat++)
        {
            var (rest, from, to) = (flat, 0, 0);
            for (var dimension = shape.Rank - 1; dimension >= 0; dimension--)
            {
                from += rest % shape[dimension] * source[dimension];
                to += rest % shape[dimension] * destination[dimension];
                rest /= shape[dimension];
            }
            Assert.True(values[from].Equals(copy[to]), $"{shape} from {source} to {destination}: element {flat}");
        }
    }

    // Row-major, last dimension outermost, and the two middle or last ones swapped.
    private static IEnumerable<Strides> Orders(Shape shape)
    {
        yield return Strides.RowMajor(shape);
        for (var turn = 1; turn < shape.Rank; turn++)
        {
            var order = Enumerable.Range(0, shape.Rank).Select(i => (i + turn) % shape.Rank).ToArray();
            var strides = new int[shape.Rank];
            var step = 1;
            foreach (var dimension in order.Reverse())
            {
                strides[dimension] = step;
                step *= Math.Max(1, shape[dimension]);
            }
            yield return new Strides(strides);
        }
    }
}
