// Target = epilogue(Left · Right), cut into blocks that stay in the caches while they are used.
//
//   for each block of columns              its packed panels of Right: at most 1 MB, shared cache
//     for each block of Depth              a panel of Right: first-level cache
//       for each block of rows             its part of Left: second-level cache
//         for each panel of Right          packed when first needed, or read where it lies
//           for each strip of Left         one tile of Target
//
// Accumulation: a block of Depth is one chain of fused multiply-adds from +0 over ascending p; Target takes the chains in ascending
// order. The blocks of Depth depend on Depth alone, never on Rows, Columns or threads, so neither do the bits.
using Tutti.Tensors.Storage;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>The loops around the tile kernels.</summary>
internal static unsafe class MatMulBlocks<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>A panel of 2 × 8 columns × 256 takes 16 KB, half of the smallest first-level cache in use.</summary>
    internal const int MaximumDepth = 256;

    /// <summary>144 × 256 floats of Left take 144 KB, at most half of the second-level caches in use; a multiple of 6 and 12.</summary>
    internal const int MaximumRows = 144;

    internal const int MaximumColumns = 1024;

    private static int PanelWidth => 2 * TLanes.Count;

    internal static void Solve(in MatMulProblem problem, bool packLeft, bool packRight)
    {
        var depthBlock = EvenPart(problem.Depth, MaximumDepth, 1);
        var rowBlock = EvenPart(problem.Rows, MaximumRows, MatMulTiles<TLanes>.TallestOfTwo);
        var columnBlock = EvenPart(problem.Columns, MaximumColumns, PanelWidth);
        var left = packLeft ? Workspace.Floats(WorkspacePurpose.MatMulLeft, rowBlock * depthBlock) : null;
        // Packed panels are kept only where a second block of rows will want them again.
        var panels = problem.Rows > rowBlock ? columnBlock / PanelWidth : 1;
        var right = Workspace.Floats(WorkspacePurpose.MatMulRight, panels * depthBlock * PanelWidth + TileSize);
        var block = new MatMulBlock { PackedLeft = left, PackedRight = right + TileSize, EdgeTile = right, PackRight = packRight };
        block.PanelSize = panels > 1 ? depthBlock * PanelWidth : 0;
        for (block.Column = 0; block.Column < problem.Columns; block.Column += columnBlock)
        {
            block.Columns = Math.Min(columnBlock, problem.Columns - block.Column);
            block.Start = 0;
            do
            {
                block.Depth = Math.Min(depthBlock, problem.Depth - block.Start);
                for (block.Row = 0; block.Row < problem.Rows; block.Row += rowBlock)
                {
                    block.Rows = Math.Min(rowBlock, problem.Rows - block.Row);
                    SolveBlock(problem, block);
                }
                block.Start += depthBlock;
            }
            while (block.Start < problem.Depth);
        }
    }

    /// <summary>The size of parts when a whole is cut evenly into as few parts of at most <paramref name="maximum"/> as possible.</summary>
    private static int EvenPart(int whole, int maximum, int multiple)
    {
        var parts = (whole + maximum - 1) / maximum;
        var part = parts == 0 ? 0 : (whole + parts - 1) / parts;
        return (part + multiple - 1) / multiple * multiple;
    }

    private static int TileSize => MatMulTiles<TLanes>.TallestOfTwo * 2 * PanelWidth + PanelWidth;

    private static void SolveBlock(in MatMulProblem problem, in MatMulBlock block)
    {
        var task = new MatMulTileTask
        {
            Depth = block.Depth,
            TargetRow = problem.TargetRow,
            Accumulate = problem.Accumulate || block.Start > 0,
            Relu = problem.Relu && block.Start + block.Depth == problem.Depth,
        };
        if (block.PackedLeft != null) PackLeft(problem, block);
        var packed = block.PackedRight;
        for (var column = 0; column < block.Columns; column += PanelWidth, packed += block.PanelSize)
        {
            var columns = Math.Min(PanelWidth, block.Columns - column);
            var registers = columns > TLanes.Count ? 2 : 1;
            task.Right = problem.Right + block.Start * problem.RightStep + (block.Column + column) * problem.RightColumn;
            task.RightStep = problem.RightStep;
            if (block.PackRight || columns % TLanes.Count != 0)
            {
                if (block.Row == 0) MatMulPacking<TLanes>.Panel(task.Right, problem.RightStep, problem.RightColumn, block.Depth, columns, packed, registers);
                task.Right = packed;
                task.RightStep = registers * TLanes.Count;
            }
            var isLast = block.Start + block.Depth == problem.Depth;
            task.Bias = problem.Bias != null && isLast ? problem.Bias + block.Column + column : null;
            task.Target = problem.Target + block.Row * problem.TargetRow + block.Column + column;
            if (columns % TLanes.Count == 0) SolvePanel(problem, block, ref task, registers);
            else SolveEdge(problem, block, ref task, registers, columns);
        }
    }

    private static void PackLeft(in MatMulProblem problem, in MatMulBlock block)
    {
        var from = problem.Left + block.Row * problem.LeftRow + block.Start * problem.LeftStep;
        var to = block.PackedLeft;
        var strips = new Strips(block.Rows, MatMulTiles<TLanes>.TallestOfTwo);
        for (var strip = 0; strip < strips.Count; strip++)
        {
            var height = strips.Height(strip);
            MatMulPacking<TLanes>.Strip(from, problem.LeftRow, problem.LeftStep, block.Depth, height, to);
            from += height * problem.LeftRow;
            to += height * block.Depth;
        }
    }

    private static void SolvePanel(in MatMulProblem problem, in MatMulBlock block, ref MatMulTileTask task, int registers)
    {
        fixed (MatMulTileTask* call = &task)
        {
            var isPacked = block.PackedLeft != null;
            var strips = new Strips(block.Rows, registers == 1 && !isPacked ? MatMulTiles<TLanes>.TallestOfOne : MatMulTiles<TLanes>.TallestOfTwo);
            call->Left = isPacked ? block.PackedLeft : problem.Left + block.Row * problem.LeftRow + block.Start * problem.LeftStep;
            for (var strip = 0; strip < strips.Count; strip++)
            {
                var height = strips.Height(strip);
                call->LeftRow = isPacked ? 1 : problem.LeftRow;
                call->LeftStep = isPacked ? height : problem.LeftStep;
                MatMulTiles<TLanes>.Find(height, registers)(call);
                call->Left += isPacked ? height * block.Depth : height * problem.LeftRow;
                call->Target += height * problem.TargetRow;
            }
        }
    }

    /// <summary>A panel with fewer columns than its registers hold is computed beside Target, so that nothing outside is touched.</summary>
    private static void SolveEdge(in MatMulProblem problem, in MatMulBlock block, ref MatMulTileTask task, int registers, int columns)
    {
        var width = registers * TLanes.Count;
        var tile = block.EdgeTile;
        if (task.Bias != null)
        {
            var bias = tile + TileSize - PanelWidth;
            MatMulPacking<TLanes>.CopyRows(task.Bias, 0, bias, 0, 1, columns);
            task.Bias = bias;
        }
        fixed (MatMulTileTask* call = &task)
        {
            var isPacked = block.PackedLeft != null;
            var target = call->Target;
            call->TargetRow = width;
            var strips = new Strips(block.Rows, registers == 1 && !isPacked ? MatMulTiles<TLanes>.TallestOfOne : MatMulTiles<TLanes>.TallestOfTwo);
            call->Left = isPacked ? block.PackedLeft : problem.Left + block.Row * problem.LeftRow + block.Start * problem.LeftStep;
            for (var strip = 0; strip < strips.Count; strip++)
            {
                var height = strips.Height(strip);
                call->LeftRow = isPacked ? 1 : problem.LeftRow;
                call->LeftStep = isPacked ? height : problem.LeftStep;
                call->Target = tile;
                if (task.Accumulate) MatMulPacking<TLanes>.CopyRows(target, problem.TargetRow, tile, width, height, columns);
                MatMulTiles<TLanes>.Find(height, registers)(call);
                MatMulPacking<TLanes>.CopyRows(tile, width, target, problem.TargetRow, height, columns);
                call->Left += isPacked ? height * block.Depth : height * problem.LeftRow;
                target += height * problem.TargetRow;
            }
        }
    }

    /// <summary>Rows cut into strips whose heights differ by at most one, taller ones first.</summary>
    private readonly struct Strips(int rows, int tallest)
    {
        private readonly int height = rows / Math.Max(1, (rows + tallest - 1) / tallest), taller = rows % Math.Max(1, (rows + tallest - 1) / tallest);

        public int Count { get; } = (rows + tallest - 1) / tallest;

        public int Height(int strip) => strip < taller ? height + 1 : height;
    }
}

/// <summary>Where in a problem the loops are.</summary>
internal unsafe struct MatMulBlock
{
    public int Row, Rows, Column, Columns, Start, Depth;

    /// <summary>The block's strips of Left, or null where Left is read in place.</summary>
    public float* PackedLeft;

    /// <summary>The block's panels of Right, <see cref="PanelSize"/> apart; 0 where each is used up before the next is packed.</summary>
    public float* PackedRight;
    public int PanelSize;
    public bool PackRight;

    /// <summary>Room for a tile and its bias.</summary>
    public float* EdgeTile;
}
