// A packed panel of Right is one or two registers wide: row p at p · width; missing columns are zero.
// A packed strip of R rows of Left has element [r, p] at p · R + r.
// Exact: values are moved, not computed. Benchmark: benchmarks/Tutti.Benchmarks/Kernels/MatMulBenchmarks.cs.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Copies parts of the operands into the order in which the tile kernels read them.</summary>
internal static unsafe class MatMulPacking<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Packs columns of Right into a panel.</summary>
    internal static void Panel(float* from, nint step, nint column, int depth, int columns, float* to, int registers)
    {
        var width = registers * TLanes.Count;
        if (columns < width) new Span<float>(to, depth * width).Clear();
        if (column == 1 && columns == width) CopyRegisters(from, step, depth, to, registers);
        else if (column == 1) CopyRows(from, step, to, width, depth, columns);
        else if (step == 1) Transposition.Copy(from, column, to, width, columns, depth);
        else CopyScattered(from, step, column, to, width, depth, columns);
    }

    /// <summary>Copies a block row by row; both sides have a stride.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void CopyRows(float* from, nint fromRow, float* to, nint toRow, int rows, int columns)
    {
        for (; rows > 0; rows--, from += fromRow, to += toRow)
        {
            var s = 0;
            for (; s + 4 <= columns; s += 4) Vector128.Load(from + s).Store(to + s);
            for (; s < columns; s++) to[s] = from[s];
        }
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
