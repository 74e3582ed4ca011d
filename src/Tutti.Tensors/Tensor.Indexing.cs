using Tutti.Tensors.Operations;

namespace Tutti.Tensors;

public sealed partial class Tensor
{
    /// <summary>A stretch of a dimension; a view.</summary>
    /// <param name="dimension">The dimension (negative: from the end).</param>
    /// <param name="start">The first element (negative: from the end).</param>
    /// <param name="length">How many; may be 0.</param>
    /// <returns>A view of this tensor's memory with the dimension of that length.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension, or the stretch does not lie within it.</exception>
    public Tensor Narrow(int dimension, int start, int length) => Slicing.Narrow(this, dimension, start, length);

    /// <summary>Every <paramref name="step"/>-th element of a stretch of a dimension, as a slice in Python; a view.</summary>
    /// <param name="dimension">The dimension (negative: from the end).</param>
    /// <param name="start">The first element (negative: from the end); null for the beginning. Brought into the dimension.</param>
    /// <param name="end">
    /// The first element after the stretch (negative: from the end); null for the end. Brought into the dimension.
    /// </param>
    /// <param name="step">At least 1.</param>
    /// <returns>A view of this tensor's memory; empty where the end does not lie behind the start.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension, or the step is less than 1.</exception>
    public Tensor Slice(int dimension, int? start = null, int? end = null, int step = 1) =>
        Slicing.Slice(this, dimension, start, end, step);

    /// <summary>
    /// One element of a dimension, which goes; a view. Of <c>[N, T, D]</c>, <c>Select(1, -1)</c> is the last time step <c>[N, D]</c>.
    /// </summary>
    /// <param name="dimension">The dimension (negative: from the end).</param>
    /// <param name="index">Which element (negative: from the end).</param>
    /// <returns>A view of this tensor's memory with one dimension less.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension or element.</exception>
    public Tensor Select(int dimension, int index) => Slicing.Select(this, dimension, index);

    /// <summary>Cuts a dimension into parts of one size; views.</summary>
    /// <param name="size">The size of a part, at least 1; the last part is smaller where it does not divide the dimension.</param>
    /// <param name="dimension">The dimension (negative: from the end).</param>
    /// <returns>The parts, in order; an empty dimension gives one empty part.</returns>
    public Tensor[] Split(int size, int dimension = 0) => Slicing.Split(this, dimension, size);

    /// <summary>Cuts a dimension into parts of given sizes; views.</summary>
    /// <param name="sizes">Sizes that add up to the dimension's.</param>
    /// <param name="dimension">The dimension (negative: from the end).</param>
    /// <returns>The parts, in order.</returns>
    /// <exception cref="ArgumentException">The sizes do not add up to the dimension's.</exception>
    public Tensor[] Split(ReadOnlySpan<int> sizes, int dimension = 0) => Slicing.Split(this, dimension, sizes);

    /// <summary>Cuts a dimension into a number of parts; views.</summary>
    /// <param name="count">
    /// How many, at least 1. All have the size ⌈n / count⌉ but the last, which may be smaller; where the dimension is too small there
    /// are fewer.
    /// </param>
    /// <param name="dimension">The dimension (negative: from the end).</param>
    /// <returns>The parts, in order.</returns>
    public Tensor[] Chunk(int count, int dimension = 0)
    {
        if (count < 1)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"chunk: no parts. Got {count}. Expected at least 1.");
        return Split(Math.Max(1, (int)(((long)Shape[dimension] + count - 1) / count)), dimension);
    }

    /// <summary>Drops all dimensions of size 1; a view.</summary>
    /// <returns>A view of this tensor's memory, or the tensor itself.</returns>
    public Tensor Squeeze() => Squeezing.Squeeze(this);

    /// <summary>Drops a dimension if its size is 1; a view.</summary>
    /// <param name="dimension">The dimension (negative: from the end).</param>
    /// <returns>A view of this tensor's memory, or the tensor itself.</returns>
    public Tensor Squeeze(int dimension) => Squeezing.Squeeze(this, dimension);

    /// <summary>Adds a dimension of size 1; a view.</summary>
    /// <param name="dimension">Where it is in the result: 0 … Rank, or −1 (last) … −Rank − 1.</param>
    /// <returns>A view of this tensor's memory.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public Tensor Unsqueeze(int dimension) => Squeezing.Unsqueeze(this, dimension);

    /// <summary>Joins tensors along a dimension.</summary>
    /// <param name="tensors">At least one, of one element type, with equal sizes but along the dimension.</param>
    /// <param name="dimension">The dimension (negative: from the end).</param>
    /// <returns>A new contiguous tensor.</returns>
    /// <exception cref="ArgumentException">There are none, or they do not fit together.</exception>
    public static Tensor Cat(ReadOnlySpan<Tensor> tensors, int dimension = 0) => Concatenation.Cat(tensors, dimension);

    /// <summary>Joins tensors of one shape along a new dimension.</summary>
    /// <param name="tensors">At least one, of one element type and shape.</param>
    /// <param name="dimension">Where the new dimension is in the result (negative: from the end).</param>
    /// <returns>A new contiguous tensor with one dimension more.</returns>
    /// <exception cref="ArgumentException">There are none, or they do not fit together.</exception>
    public static Tensor Stack(ReadOnlySpan<Tensor> tensors, int dimension = 0) => Concatenation.Stack(tensors, dimension);

    /// <summary>Elements of a dimension by their indices: result[i, j, …] = this[i, indices[j], …] for dimension 1.</summary>
    /// <param name="dimension">The dimension (negative: from the end).</param>
    /// <param name="indices">Int64 <c>[k]</c>, each 0 … size − 1; they may repeat, then their gradients add up.</param>
    /// <returns>A new contiguous tensor, of size k along the dimension.</returns>
    /// <exception cref="ArgumentException">The indices are not Int64 <c>[k]</c>, or one names no element.</exception>
    public Tensor IndexSelect(int dimension, Tensor indices) => Indexing.IndexSelect(this, dimension, indices);

    /// <summary>
    /// Elements chosen one by one: result[i, j] = this[indices[i, j], j] for dimension 0, this[i, indices[i, j]] for 1, and so on.
    /// </summary>
    /// <param name="dimension">The dimension (negative: from the end).</param>
    /// <param name="indices">
    /// Int64 with as many dimensions as this tensor, each 0 … size − 1; along the other dimensions it may be smaller. Indices may repeat,
    /// then their gradients add up.
    /// </param>
    /// <returns>A new contiguous tensor of the indices' shape.</returns>
    /// <exception cref="ArgumentException">The indices do not fit, or one names no element.</exception>
    public Tensor Gather(int dimension, Tensor indices) => Indexing.Gather(this, dimension, indices);

    /// <summary>Takes each element from one of two tensors; the three shapes broadcast.</summary>
    /// <param name="condition">Int64: 0 takes the other, anything else the input. No gradient flows to it.</param>
    /// <param name="input">Any element type.</param>
    /// <param name="other">The same element type.</param>
    /// <returns>A new contiguous tensor of the common shape.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or an element type does not fit.</exception>
    public static Tensor Where(Tensor condition, Tensor input, Tensor other) => Indexing.Where(condition, input, other);
}
