// Packed Right: a panel of `width` columns, row p at p · width; missing columns are zero.
// Packed Left: a strip of R rows, element [r, p] at p · R + r.
// Exact: values are moved, not computed. Benchmark: benchmarks/Tutti.Benchmarks/Kernels/MatMulBenchmarks.cs.
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Copies parts of the operands into the order in which the tile kernels read them.</summary>
internal static unsafe class MatMulPacking<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Packs <paramref name="columns"/> columns of Right into a panel of one or two registers.</summary>
    internal static void Panel(float* from, nint step, nint column, int depth, int columns, float* to, int registers)
    {
        var width = registers * TLanes.Count;
        if (columns < width) new Span<float>(to, depth * width).Clear();
        if (column == 1)
        {
            if (columns == width) CopyRegisters(from, step, depth, to, registers);
            else CopyRows(from, step, to, width, depth, columns);
        }
        else if (step == 1) Transposition.Copy(from, column, to, width, columns, depth);
        else CopyScattered(from, step, column, to, width, depth, columns);
    }

    /// <summary>Packs <paramref name="rows"/> rows of Left into a strip.</summary>
    internal static void Strip(float* from, nint row, nint step, int depth, int rows, float* to)
    {
        if (step == 1) Transposition.Copy(from, row, to, rows, rows, depth);
        else if (row == 1) CopyRows(from, step, to, rows, depth, rows);
        else CopyScattered(from, step, row, to, rows, depth, rows);
    }

    /// <summary>Copies a block row by row; both sides have a stride.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void CopyRows(float* from, nint fromRow, float* to, nint toRow, int rows, int columns)
    {
        for (; rows > 0; rows--, from += fromRow, to += toRow)
            for (var s = 0; s < columns; s++) to[s] = from[s];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRegisters(float* from, nint fromRow, int rows, float* to, int registers)
    {
        for (; rows > 0; rows--, from += fromRow, to += registers * TLanes.Count)
        {
            TLanes.Load(from).Store(to);
            if (registers > 1) TLanes.Load(from + TLanes.Count).Store(to + TLanes.Count);
        }
    }

    private static void CopyScattered(float* from, nint fromRow, nint fromColumn, float* to, nint toRow, int rows, int columns)
    {
        for (var r = 0; r < rows; r++)
            for (var s = 0; s < columns; s++) to[r * toRow + s] = from[r * fromRow + s * fromColumn];
    }
}
