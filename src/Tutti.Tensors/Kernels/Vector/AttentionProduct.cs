// Target[r, s] (+)= Σ over p of Left[r, p] · Right[p, s], by the tile kernels of matrix multiplication, with what causality excludes
// left out.
// Accumulation: as MatMulTile.cs. Benchmark: benchmarks/Tutti.Benchmarks/Kernels/AttentionBenchmarks.cs.
namespace Tutti.Tensors.Kernels.Vector;

/// <summary>What of a product causality excludes.</summary>
internal enum CausalPart
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Rows are queries, columns keys: columns after the row.</summary>
    Columns,

    /// <summary>Rows are queries, p keys: summands after the row.</summary>
    Depth,

    /// <summary>Rows are keys, p queries: summands before the row.</summary>
    Start,
}

/// <summary>
/// A small product for attention. Columns is a multiple of the register width, Right and Target have that many columns. Causal parts are
/// left out in whole tiles: a tile's other elements are computed, so factors there must be finite, and those that must not count zero.
/// </summary>
internal unsafe struct AttentionProduct<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    public int Rows, Columns, Depth;

    /// <summary>Element [r, p] of Left is at r · LeftRow + p · LeftStep.</summary>
    public float* Left;
    public nint LeftRow, LeftStep;

    /// <summary>Row p of Right is at p · RightStep.</summary>
    public float* Right;
    public nint RightStep;

    public float* Target;
    public nint TargetRow;
    public bool Accumulate;

    /// <summary>What is left out, counting queries from this one.</summary>
    public CausalPart Causal;
    public int FirstQuery;

    internal readonly void Run()
    {
        if (Rows == 0) return;
        var strips = new MatMulStrips(Rows, MatMulTiles<TLanes>.TallestOfTwo);
        var row = 0;
        for (var strip = 0; strip < strips.Count; strip++)
        {
            var height = strips.Height(strip);
            var last = FirstQuery + row + height - 1;
            var columns = Causal == CausalPart.Columns ? Math.Min(Columns, last / TLanes.Count * TLanes.Count + TLanes.Count) : Columns;
            var start = Causal == CausalPart.Start ? Math.Clamp(row - FirstQuery, 0, Depth) : 0;
            var end = Causal == CausalPart.Depth ? Math.Min(Depth, last + 1) : Depth;
            if (end > start || !Accumulate) Strip(row, height, columns, start, end);
            row += height;
        }
    }

    private readonly void Strip(int row, int height, int columns, int start, int end)
    {
        var task = new MatMulTileTask
        {
            Left = Left + row * LeftRow + start * LeftStep, LeftRow = LeftRow, LeftStep = LeftStep,
            RightStep = RightStep, Depth = end - start, TargetRow = TargetRow, Accumulate = Accumulate,
        };
        for (var column = 0; column < columns; column += 2 * TLanes.Count)
        {
            task.Right = Right + start * RightStep + column;
            task.Target = Target + row * TargetRow + column;
            MatMulTiles<TLanes>.Find(height, columns - column > TLanes.Count ? 2 : 1)(&task);
        }
    }
}
