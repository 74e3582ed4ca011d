namespace Tutti.Tensors.Kernels.Vector;

/// <summary>One call of a tile kernel. Strides count elements.</summary>
internal unsafe struct MatMulTileTask
{
    /// <summary>The first row of Left; element [r, p] is at r · LeftRow + p · LeftStep.</summary>
    public float* Left;
    public nint LeftRow, LeftStep;

    /// <summary>A panel of Right: all columns of the tile next to each other, row p at p · RightStep.</summary>
    public float* Right;
    public nint RightStep;

    /// <summary>The number of p's.</summary>
    public int Depth;

    /// <summary>The tile of the result, row by row.</summary>
    public float* Target;
    public nint TargetRow;

    /// <summary>The epilogue; <see cref="Bias"/> holds the tile's columns, or is null.</summary>
    public float* Bias;
    public bool Accumulate, Relu;
}
