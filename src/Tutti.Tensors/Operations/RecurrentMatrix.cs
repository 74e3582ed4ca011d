using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Operations;

/// <summary>
/// A copy of a recurrent weight for the products of all steps, transposed or not, with rows an odd number of cache lines apart: then the
/// kernel can read its panels where they lie, since no two rows of a panel compete for the same part of the first-level cache, and packs
/// nothing in any step.
/// </summary>
internal readonly ref struct RecurrentMatrix<T> : IDisposable where T : unmanaged
{
    private const int Line = 16;

    private readonly Scratch<T> scratch;

    internal RecurrentMatrix(Tensor weight, bool transpose)
    {
        var (rows, columns) = (weight.Shape[0], weight.Shape[1]);
        var strides = new Strides([columns, 1]);
        if (transpose) (rows, columns, strides) = (columns, rows, new Strides([1, columns]));
        Row = ((columns + Line - 1) / Line | 1) * Line;
        scratch = new Scratch<T>(rows * Row);
        StridedCopy.Run<T>([rows, columns], weight.Memory<T>(), strides, scratch.Span, new Strides([Row, 1]));
    }

    /// <summary>How far its rows are apart.</summary>
    internal int Row { get; }

    internal Span<T> Span => scratch.Span;

    public void Dispose() => scratch.Dispose();
}
