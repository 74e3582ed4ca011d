// Target = epilogue(Left · Right), cut into blocks that stay in the caches while they are used:
//
//   for each block of columns        its packed panels of Right take at most 1.6 MB: third-level cache
//     for each block of p            a panel of Right: first-level cache
//       for each block of rows       its part of Left: second-level cache
//         for each panel of Right    packed when first needed, or read where it lies
//           for each strip of Left   one tile of Target
//
// Accumulation: within a block of p one chain of fused multiply-adds from +0, p ascending; Target takes the chains in ascending order.
// The blocks of p are a function of Depth alone, never of Rows, Columns or threads, and so are the bits.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/MatMulBenchmarks.cs.
using Tutti.Tensors.Storage;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>The loops around the tile kernels.</summary>
internal static unsafe class MatMulBlocks<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>
    /// A panel of 2 × 8 columns × 400 takes 25 KB of a first-level cache of 32 KB. Deeper blocks write Target less often: measured,
    /// 400 beats 256 by 5 % at 64 × 784 × 256 and 800 gains nothing more. Changing it changes bits.
    /// </summary>
    internal const int MaximumDepth = 400;

    /// <summary>144 × 400 floats of Left take 230 KB, about half of the second-level cache of common cores.</summary>
    private const int MaximumRows = 144;

    private const int MaximumColumns = 1024;

    /// <summary>With this many rows or fewer, reading row-major Right in place costs less than packing it.</summary>
    private const int FewRows = 96;

    /// <summary>
    /// Rows of Right 512 bytes or a multiple apart fall into few sets of the first-level cache; a panel of more than these rows, read in
    /// place, would push itself out of it between two strips.
    /// </summary>
    private const int CrowdingStep = 128, CrowdedDepth = 64;

    /// <summary>
    /// Left with its rows next to each other is packed where a step from p to p + 1 is at least this far (nearer, the strips share cache
    /// lines well) and enough panels profit.
    /// </summary>
    private const int LongStep = 128, ManyColumns = 96;

    /// <summary>Left with its p's next to each other is read in place unless there are very many panels: below, packing never paid.</summary>
    private const int VeryManyColumns = 512;

    private static int PanelWidth => 2 * TLanes.Count;

    private static int TileSize => MatMulTiles<TLanes>.TallestOfTwo * PanelWidth;

    internal static void Solve(in MatMulProblem problem)
    {
        var depthBlock = EvenPart(problem.Depth, MaximumDepth, 1);
        var rowBlock = EvenPart(problem.Rows, MaximumRows, MatMulTiles<TLanes>.TallestOfTwo);
        var columnBlock = EvenPart(problem.Columns, MaximumColumns, PanelWidth);
        var block = Prepare(problem, depthBlock, rowBlock, columnBlock);
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

    /// <summary>The size of the parts when a whole is cut evenly into as few parts of at most the maximum as possible.</summary>
    private static int EvenPart(int whole, int maximum, int multiple)
    {
        var parts = Math.Max(1, (whole + maximum - 1) / maximum);
        var part = (whole + parts - 1) / parts;
        return (part + multiple - 1) / multiple * multiple;
    }

    private static MatMulBlock Prepare(in MatMulProblem problem, int depthBlock, int rowBlock, int columnBlock)
    {
        // Packed panels are kept only where a second block of rows will want them again.
        var panels = problem.Rows > rowBlock ? columnBlock / PanelWidth : 1;
        var edge = TileSize + PanelWidth;
        var right = Workspace.Floats(WorkspacePurpose.MatMulRight, edge + panels * depthBlock * PanelWidth);
        var packLeft = problem.LeftStep == 1
            ? problem.Columns >= VeryManyColumns
            : problem.LeftRow == 1 && problem.LeftStep >= LongStep && problem.Columns >= ManyColumns;
        var isCrowded = problem.RightStep % CrowdingStep == 0 && problem.Depth > CrowdedDepth;
        return new MatMulBlock
        {
            PackRight = problem.RightColumn != 1 || problem.Rows > FewRows || isCrowded,
            PackedLeft = packLeft ? Workspace.Floats(WorkspacePurpose.MatMulLeft, rowBlock * depthBlock) : null,
            PackedRight = right + edge,
            PanelSize = panels > 1 ? depthBlock * PanelWidth : 0,
            EdgeTile = right,
        };
    }

    private static void SolveBlock(in MatMulProblem problem, in MatMulBlock block)
    {
        if (block.PackedLeft != null) PackLeft(problem, block);
        var isLast = block.Start + block.Depth == problem.Depth;
        var task = new MatMulTileTask
        {
            Depth = block.Depth,
            Accumulate = problem.Accumulate || block.Start > 0,
            Relu = problem.Relu && isLast,
        };
        var packed = block.PackedRight;
        for (var offset = 0; offset < block.Columns; offset += PanelWidth, packed += block.PanelSize)
        {
            var column = block.Column + offset;
            var columns = Math.Min(PanelWidth, block.Columns - offset);
            var registers = columns > TLanes.Count ? 2 : 1;
            task.Right = problem.Right + block.Start * problem.RightStep + column * problem.RightColumn;
            task.RightStep = problem.RightStep;
            if (block.PackRight || columns % TLanes.Count != 0)
            {
                if (block.Row == 0)
                    MatMulPacking<TLanes>.Panel(task.Right, problem.RightStep, problem.RightColumn, block.Depth, columns, packed, registers);
                task.Right = packed;
                task.RightStep = registers * TLanes.Count;
            }
            task.Target = problem.Target + block.Row * problem.TargetRow + column;
            task.Bias = problem.Bias != null && isLast ? problem.Bias + column : null;
            SolvePanel(problem, block, &task, columns, registers);
        }
    }

    private static void PackLeft(in MatMulProblem problem, in MatMulBlock block)
    {
        var from = problem.Left + block.Row * problem.LeftRow + block.Start * problem.LeftStep;
        var to = block.PackedLeft;
        var strips = new MatMulStrips(block.Rows, MatMulTiles<TLanes>.TallestOfTwo);
        for (var strip = 0; strip < strips.Count; strip++)
        {
            var height = strips.Height(strip);
            if (problem.LeftRow == 1) MatMulPacking<TLanes>.CopyRows(from, problem.LeftStep, to, height, block.Depth, height);
            else Transposition.Copy(from, problem.LeftRow, to, height, height, block.Depth);
            from += height * problem.LeftRow;
            to += height * block.Depth;
        }
    }

    private static void SolvePanel(in MatMulProblem problem, in MatMulBlock block, MatMulTileTask* task, int columns, int registers)
    {
        // A panel with fewer columns than its registers hold is computed in a tile of its own, so that nothing beside Target is touched.
        var width = registers * TLanes.Count;
        var isEdge = columns != width;
        if (isEdge && task->Bias != null) task->Bias = CopyBias(block, task->Bias, columns);
        var isPacked = block.PackedLeft != null;
        var target = task->Target;
        task->Left = isPacked ? block.PackedLeft : problem.Left + block.Row * problem.LeftRow + block.Start * problem.LeftStep;
        task->LeftRow = isPacked ? 1 : problem.LeftRow;
        task->TargetRow = isEdge ? width : problem.TargetRow;
        var tallest = registers == 1 && !isPacked ? MatMulTiles<TLanes>.TallestOfOne : MatMulTiles<TLanes>.TallestOfTwo;
        var strips = new MatMulStrips(block.Rows, tallest);
        for (var strip = 0; strip < strips.Count; strip++)
        {
            var height = strips.Height(strip);
            task->LeftStep = isPacked ? height : problem.LeftStep;
            task->Target = isEdge ? block.EdgeTile : target;
            if (isEdge && task->Accumulate)
                MatMulPacking<TLanes>.CopyRows(target, problem.TargetRow, block.EdgeTile, width, height, columns);
            MatMulTiles<TLanes>.Find(height, registers)(task);
            if (isEdge) MatMulPacking<TLanes>.CopyRows(block.EdgeTile, width, target, problem.TargetRow, height, columns);
            task->Left += isPacked ? height * block.Depth : height * problem.LeftRow;
            target += height * problem.TargetRow;
        }
    }

    private static float* CopyBias(in MatMulBlock block, float* bias, int columns)
    {
        var copy = block.EdgeTile + TileSize;
        MatMulPacking<TLanes>.CopyRows(bias, 0, copy, 0, 1, columns);
        return copy;
    }
}
