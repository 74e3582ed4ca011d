using Tutti.Tensors.Storage;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>
/// A thread's scratch memory for one attention, handed out piece by piece; and operands in the form that the tiles read: columns in whole
/// registers, the missing ones zero. Operands that have that form are read where they lie.
/// </summary>
internal unsafe struct AttentionScratch<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Rows of queries whose scores are in the caches together: at most 96 × keys.</summary>
    internal const int MaximumRows = 96;

    private float* next;

    internal AttentionScratch(int floats) => next = Workspace.Floats(WorkspacePurpose.Attention, floats);

    internal static int Padded(int columns) => (columns + TLanes.Count - 1) / TLanes.Count * TLanes.Count;

    /// <summary>Queries in as few even parts as possible.</summary>
    internal static int RowsOf(int queries)
    {
        var parts = Math.Max(1, (queries + MaximumRows - 1) / MaximumRows);
        return (queries + parts - 1) / parts;
    }

    internal float* Take(int floats)
    {
        var taken = next;
        next += floats;
        return taken;
    }

    /// <summary>The transpose [columns, stride] of a matrix [rows, columns], zero beyond the rows.</summary>
    internal float* Transposed(float* from, int fromRow, int rows, int columns, int stride)
    {
        var to = Take(columns * stride);
        Transposition.Copy(from, fromRow, to, stride, rows, columns);
        if (rows < stride)
            for (var column = 0; column < columns; column++) new Span<float>(to + column * stride + rows, stride - rows).Clear();
        return to;
    }

    /// <summary>A matrix to read by registers, and how far apart its rows lie.</summary>
    internal float* Read(float* from, ref int stride, int rows, int columns)
    {
        var width = Padded(columns);
        if (width == columns) return from;
        var to = Take(rows * width);
        new Span<float>(to, rows * width).Clear();
        MatMulPacking<TLanes>.CopyRows(from, stride, to, width, rows, columns);
        stride = width;
        return to;
    }

    /// <summary>A matrix to write by registers: the given one, or a padded one to be copied back by <see cref="Finish"/>.</summary>
    internal float* Write(float* target, ref int stride, int rows, int columns)
    {
        var width = Padded(columns);
        if (width == columns) return target;
        stride = width;
        return Take(rows * width);
    }

    internal static void Finish(float* written, int writtenRow, float* target, int targetRow, int rows, int columns)
    {
        if (written != target) MatMulPacking<TLanes>.CopyRows(written, writtenRow, target, targetRow, rows, columns);
    }
}
