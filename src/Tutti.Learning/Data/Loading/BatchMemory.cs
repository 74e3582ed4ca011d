using Tutti.Tensors;

namespace Tutti.Learning.Data.Loading;

/// <summary>Pinned memory for some rows of one shape and type, of which tensors borrow the rows they need.</summary>
internal sealed class BatchMemory
{
    private readonly Memory<float> floats;
    private readonly Memory<long> indices;
    private readonly Shape rowShape;
    private Tensor? filled;

    internal BatchMemory(int rows, Shape rowShape, ElementType type)
    {
        this.rowShape = rowShape;
        var count = checked(rows * rowShape.ElementCount);
        switch (type)
        {
            case ElementType.Float32:
                floats = GC.AllocateUninitializedArray<float>(count, pinned: true);
                break;
            case ElementType.Int64:
                indices = GC.AllocateUninitializedArray<long>(count, pinned: true);
                break;
            default:
                throw new ArgumentException($"Loader: samples and targets of type {type} are not read. Expected Float32 or Int64.");
        }
    }

    /// <summary>Rows as a tensor that borrows them.</summary>
    internal Tensor Rows(int start, int count) => start == 0 && filled is { } all && all.Shape[0] == count ? all : Borrow(start, count);

    /// <summary>The first rows, for the reader to fill. Nearly all batches are of one size, so that the tensor is kept for the next.</summary>
    internal Tensor Fill(int count) => filled = Rows(0, count).Keep();

    private Tensor Borrow(int start, int count)
    {
        var shape = Shape.Create([count, .. rowShape.AsSpan()]);
        var (first, length) = (start * rowShape.ElementCount, count * rowShape.ElementCount);
        return indices.IsEmpty
            ? Tensor.Borrow(floats.Slice(floats.IsEmpty ? 0 : first, length), shape)
            : Tensor.Borrow(indices.Slice(first, length), shape);
    }
}
