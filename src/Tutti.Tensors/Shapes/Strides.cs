using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Tutti.Tensors;

/// <summary>How many elements lie between neighbours along each dimension. 0 repeats an element (a broadcast dimension).</summary>
internal readonly struct Strides : IEquatable<Strides>
{
    private readonly Steps steps;

    internal Strides(ReadOnlySpan<int> strides)
    {
        strides.CopyTo(steps);
        Rank = strides.Length;
    }

    internal int Rank { get; }

    internal int this[int dimension] => steps[dimension];

    /// <summary>Row-major: the last dimension is contiguous.</summary>
    internal static Strides RowMajor(Shape shape)
    {
        Span<int> strides = stackalloc int[shape.Rank];
        var step = 1;
        for (var dimension = shape.Rank - 1; dimension >= 0; dimension--)
        {
            strides[dimension] = step;
            step *= Math.Max(1, shape[dimension]);
        }
        return new Strides(strides);
    }

    /// <summary>
    /// For a shape [N, C, H, W] or [N, C, L]: channels are contiguous in memory (N, H, W, C), which convolutions compute in.
    /// </summary>
    internal static Strides ChannelsLast(Shape shape) => shape.Rank == 3
        ? new([shape[1] * shape[2], 1, shape[1]])
        : new([shape[1] * shape[2] * shape[3], 1, shape[1] * shape[3], shape[1]]);

    [UnscopedRef]
    internal ReadOnlySpan<int> AsSpan() => ((ReadOnlySpan<int>)steps)[..Rank];

    /// <summary>Whether both name the same memory order for a shape; strides of dimensions of size 1 do not matter.</summary>
    internal bool AgreesWith(Strides other, Shape shape)
    {
        for (var dimension = 0; dimension < shape.Rank; dimension++)
            if (shape[dimension] > 1 && this[dimension] != other[dimension]) return false;
        return true;
    }

    /// <summary>Whether the elements fill one stretch of memory, each exactly once, in whatever order.</summary>
    internal bool IsDense(Shape shape)
    {
        // Sorted by stride, each dimension must start where the one before it ends.
        Span<bool> seen = stackalloc bool[Rank];
        var expected = 1;
        for (var found = 0; found < Rank; found++)
        {
            var next = -1;
            for (var dimension = 0; dimension < Rank && next < 0; dimension++)
                if (!seen[dimension] && (shape[dimension] <= 1 || steps[dimension] == expected)) next = dimension;
            if (next < 0) return shape.ElementCount == 0;
            seen[next] = true;
            if (shape[next] > 1) expected *= shape[next];
        }
        return true;
    }

    public bool Equals(Strides other) => AsSpan().SequenceEqual(other.AsSpan());

    public override bool Equals(object? obj) => obj is Strides other && Equals(other);

    public override int GetHashCode() => Rank == 0 ? 0 : HashCode.Combine(Rank, steps[0]);

    public override string ToString() => $"[{string.Join(", ", AsSpan().ToArray())}]";

    [InlineArray(Shape.MaximumRank)]
    private struct Steps
    {
        private int first;
    }
}
