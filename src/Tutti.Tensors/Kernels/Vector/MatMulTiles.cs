namespace Tutti.Tensors.Kernels.Vector;

/// <summary>The tile kernels of one register width, found by their number of rows.</summary>
internal static unsafe class MatMulTiles<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>The most rows of a tile two registers wide: what the processor's 16 or, from 512 bits on, 32 registers hold.</summary>
    internal static int TallestOfTwo => TLanes.Count >= 16 ? 12 : 6;

    /// <summary>The most rows of a tile one register wide.</summary>
    internal const int TallestOfOne = 12;

    private static readonly delegate*<MatMulTileTask*, void>[] OneRegister = List<Size1>();
    private static readonly delegate*<MatMulTileTask*, void>[] TwoRegisters = List<Size2>();

    /// <summary>The kernel for a tile of 1 … <see cref="TallestOfTwo"/> or <see cref="TallestOfOne"/> rows.</summary>
    internal static delegate*<MatMulTileTask*, void> Find(int rows, int registers) => (registers == 2 ? TwoRegisters : OneRegister)[rows];

    private static delegate*<MatMulTileTask*, void>[] List<TRegisters>() where TRegisters : unmanaged =>
    [
        null,
        &MatMulTile<TLanes, Size1, TRegisters>.Compute,
        &MatMulTile<TLanes, Size2, TRegisters>.Compute,
        &MatMulTile<TLanes, Size3, TRegisters>.Compute,
        &MatMulTile<TLanes, Size4, TRegisters>.Compute,
        &MatMulTile<TLanes, Size5, TRegisters>.Compute,
        &MatMulTile<TLanes, Size6, TRegisters>.Compute,
        &MatMulTile<TLanes, Size7, TRegisters>.Compute,
        &MatMulTile<TLanes, Size8, TRegisters>.Compute,
        &MatMulTile<TLanes, Size9, TRegisters>.Compute,
        &MatMulTile<TLanes, Size10, TRegisters>.Compute,
        &MatMulTile<TLanes, Size11, TRegisters>.Compute,
        &MatMulTile<TLanes, Size12, TRegisters>.Compute,
    ];
}
