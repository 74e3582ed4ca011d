namespace Tutti.Tensors.Kernels.Vector;

/// <summary>
/// Rows cut into as few strips of at most the tallest tile as possible. Their heights differ by at most one, taller strips first: 64 rows
/// at 6 are nine strips of 6 and two of 5, not ten of 6 and one of 4, which would wait for its own sums.
/// </summary>
internal readonly struct MatMulStrips
{
    private readonly int height, taller;

    public MatMulStrips(int rows, int tallest)
    {
        Count = (rows + tallest - 1) / tallest;
        (height, taller) = Math.DivRem(rows, Count);
    }

    public int Count { get; }

    public int Height(int strip) => strip < taller ? height + 1 : height;
}
