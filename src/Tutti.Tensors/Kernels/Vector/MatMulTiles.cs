namespace Tutti.Tensors.Kernels.Vector;

/// <summary>The tile kernels of one register width, found by their number of rows.</summary>
internal static unsafe class MatMulTiles<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>The most rows of a tile two registers wide: what the processor's 16 or, from 512 bits on, 32 registers hold.</summary>
    internal static int TallestOfTwo => TLanes.Count >= 16 ? 12 : 6;

    /// <summary>The most rows of a tile one register wide.</summary>
    internal const int TallestOfOne = 12;

    private static readonly delegate*<MatMulTileTask*, void>[] OneRegister = List<Count1>();
    private static readonly delegate*<MatMulTileTask*, void>[] TwoRegisters = List<Count2>();

    /// <summary>The kernel for a tile of 1 … <see cref="TallestOfTwo"/> or <see cref="TallestOfOne"/> rows.</summary>
    internal static delegate*<MatMulTileTask*, void> Find(int rows, int registers) => (registers == 2 ? TwoRegisters : OneRegister)[rows];

    private static delegate*<MatMulTileTask*, void>[] List<TRegisters>() where TRegisters : struct, ICount =>
    [
        null,
        &MatMulTile<TLanes, Count1, TRegisters>.Compute,
        &MatMulTile<TLanes, Count2, TRegisters>.Compute,
        &MatMulTile<TLanes, Count3, TRegisters>.Compute,
        &MatMulTile<TLanes, Count4, TRegisters>.Compute,
        &MatMulTile<TLanes, Count5, TRegisters>.Compute,
        &MatMulTile<TLanes, Count6, TRegisters>.Compute,
        &MatMulTile<TLanes, Count7, TRegisters>.Compute,
        &MatMulTile<TLanes, Count8, TRegisters>.Compute,
        &MatMulTile<TLanes, Count9, TRegisters>.Compute,
        &MatMulTile<TLanes, Count10, TRegisters>.Compute,
        &MatMulTile<TLanes, Count11, TRegisters>.Compute,
        &MatMulTile<TLanes, Count12, TRegisters>.Compute,
    ];

    private readonly struct Count1 : ICount { public static int Value => 1; }
    private readonly struct Count2 : ICount { public static int Value => 2; }
    private readonly struct Count3 : ICount { public static int Value => 3; }
    private readonly struct Count4 : ICount { public static int Value => 4; }
    private readonly struct Count5 : ICount { public static int Value => 5; }
    private readonly struct Count6 : ICount { public static int Value => 6; }
    private readonly struct Count7 : ICount { public static int Value => 7; }
    private readonly struct Count8 : ICount { public static int Value => 8; }
    private readonly struct Count9 : ICount { public static int Value => 9; }
    private readonly struct Count10 : ICount { public static int Value => 10; }
    private readonly struct Count11 : ICount { public static int Value => 11; }
    private readonly struct Count12 : ICount { public static int Value => 12; }
}
