namespace Tutti.Tensors.Kernels.Vector;

/// <summary>
/// Target = epilogue(Left · Right) with Left [Rows, Depth], Right [Depth, Columns], Target [Rows, Columns], as the tile kernels see it:
/// Left is broadcast, so it may have any strides; Right is loaded by registers of neighbouring columns; Target lies row by row.
/// </summary>
internal unsafe struct MatMulProblem
{
    public int Rows, Columns, Depth;

    /// <summary>Element [r, p] of Left is at r · LeftRow + p · LeftStep.</summary>
    public float* Left;
    public nint LeftRow, LeftStep;

    /// <summary>Element [p, s] of Right is at p · RightStep + s · RightColumn.</summary>
    public float* Right;
    public nint RightStep, RightColumn;

    public float* Target;
    public nint TargetRow;

    /// <summary>One value a column, or null.</summary>
    public float* Bias;
    public bool Accumulate, Relu;

    /// <summary>The same product seen from the other side, Targetᵀ = Rightᵀ · Leftᵀ, without an epilogue.</summary>
    public readonly MatMulProblem Transposed(float* target, nint targetRow) => new()
    {
        Rows = Columns, Columns = Rows, Depth = Depth,
        Left = Right, LeftRow = RightColumn, LeftStep = RightStep,
        Right = Left, RightStep = LeftStep, RightColumn = LeftRow,
        Target = target, TargetRow = targetRow, Accumulate = Accumulate,
    };
}
