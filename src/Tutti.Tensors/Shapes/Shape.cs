using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Tutti.Tensors;

/// <summary>
/// The sizes of a tensor's dimensions, outermost first. An immutable value of at most <see cref="MaximumRank"/> dimensions;
/// <c>default</c> is the scalar shape <c>[]</c> with one element. Written as a collection: <c>Shape shape = [64, 784];</c>
/// </summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>, IEnumerable<int>
{
    /// <summary>The largest number of dimensions: 8.</summary>
    public const int MaximumRank = 8;

    private readonly Sizes sizes;

    private Shape(ReadOnlySpan<int> dimensions)
    {
        dimensions.CopyTo(sizes);
        Rank = dimensions.Length;
        long count = 1;
        foreach (var size in dimensions) count *= size;
        ElementCount = (int)count;
        IsNotScalar = true;
    }

    /// <summary>The number of dimensions; 0 for a scalar.</summary>
    public int Rank { get; }

    /// <summary>The product of all dimensions; 1 for a scalar, 0 if any dimension is 0.</summary>
    public int ElementCount => IsNotScalar ? field : 1;

    // default(Shape) is a scalar; a zero-initialised ElementCount must not say otherwise.
    private bool IsNotScalar { get; }

    /// <summary>The size of a dimension.</summary>
    /// <param name="dimension">0 … Rank − 1, or counted from the end: −1 is the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public int this[int dimension] => sizes[Normalize(dimension)];

    /// <summary>Makes a shape from its dimensions.</summary>
    /// <param name="dimensions">Sizes, each at least 0; at most <see cref="MaximumRank"/> of them.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="ArgumentException">Too many dimensions, a negative one, or more than 2³¹ − 1 elements in all.</exception>
    public static Shape Create(ReadOnlySpan<int> dimensions)
    {
        if (dimensions.Length > MaximumRank)
            throw new ArgumentException(
                $"Shape: too many dimensions. Got {dimensions.Length}. Expected at most {MaximumRank}. Merge some of them.");
        long count = 1;
        var isEmpty = dimensions.Contains(0);
        foreach (var size in dimensions)
        {
            if (size < 0)
                throw new ArgumentException($"Shape: a negative dimension. Got [{string.Join(", ", dimensions.ToArray())}]. Expected sizes of at least 0.");
            if (!isEmpty) count *= size;
            if (count > int.MaxValue)
                throw new ArgumentException(
                    $"Shape: too many elements. Got [{string.Join(", ", dimensions.ToArray())}]. Expected at most {int.MaxValue} elements. Split the tensor.");
        }
        return new Shape(dimensions);
    }

    /// <summary>Turns a dimension counted from the end into one counted from the start.</summary>
    /// <param name="dimension">−Rank … Rank − 1.</param>
    /// <returns>0 … Rank − 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public int Normalize(int dimension)
    {
        var index = dimension < 0 ? dimension + Rank : dimension;
        if ((uint)index >= (uint)Rank)
            throw new ArgumentOutOfRangeException(nameof(dimension), dimension,
                $"Shape: no such dimension. Got {dimension} for {this}. " +
                (Rank == 0 ? "A single number has none." : $"Expected −{Rank} to {Rank - 1}."));
        return index;
    }

    /// <summary>The sizes, outermost first. The span lives as long as this variable.</summary>
    /// <returns>A view of <see cref="Rank"/> sizes.</returns>
    [UnscopedRef]
    public ReadOnlySpan<int> AsSpan() => ((ReadOnlySpan<int>)sizes)[..Rank];

    /// <summary>The sizes as a new array.</summary>
    /// <returns>A copy of <see cref="Rank"/> sizes.</returns>
    public int[] ToArray() => AsSpan().ToArray();

    /// <inheritdoc/>
    public bool Equals(Shape other) => AsSpan().SequenceEqual(other.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var size in AsSpan()) hash.Add(size);
        return hash.ToHashCode();
    }

    /// <summary>The sizes in brackets: <c>[64, 784]</c>, <c>[]</c> for a scalar.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"[{string.Join(", ", ToArray())}]";

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether both have the same dimensions.</summary>
    /// <param name="left">One shape.</param>
    /// <param name="right">The other shape.</param>
    /// <returns>True if they are equal.</returns>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether the dimensions differ.</summary>
    /// <param name="left">One shape.</param>
    /// <param name="right">The other shape.</param>
    /// <returns>True if they differ.</returns>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    [InlineArray(MaximumRank)]
    private struct Sizes
    {
        private int first;
    }
}
