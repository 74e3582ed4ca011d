namespace Tutti.Tensors.Kernels.Vector;

/// <summary>The part of a problem the loops are at, and the memory they use.</summary>
internal unsafe struct MatMulBlock
{
    /// <summary>First row and number of rows, and so on; <see cref="Start"/> and <see cref="Depth"/> are a range of p.</summary>
    public int Row, Rows, Column, Columns, Start, Depth;

    /// <summary>Whether panels of Right are packed even where they could be read in place.</summary>
    public bool PackRight;

    /// <summary>The strips of Left, packed, or null where Left is read in place.</summary>
    public float* PackedLeft;

    /// <summary>Packed panels of Right, <see cref="PanelSize"/> apart; 0 where each is used up before the next is packed.</summary>
    public float* PackedRight;
    public int PanelSize;

    /// <summary>Room for one tile, followed by its bias.</summary>
    public float* EdgeTile;
}
