using System.Numerics;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>What a reduction does with elements: adds them to double totals.</summary>
internal interface IReductionStep<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Each row of a matrix to a total of its own; <paramref name="at"/> is the place of the first in all totals.</summary>
    void Rows(ReadOnlySpan<T> values, int rows, int columns, int rowStride, int at, Span<double> totals);

    /// <summary>Each column of a matrix to a total of its own.</summary>
    void Columns(ReadOnlySpan<T> values, int rows, int columns, int rowStride, int at, Span<double> totals);
}

/// <summary>Adds elements.</summary>
internal readonly ref struct SumStep<T> : IReductionStep<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Rows(ReadOnlySpan<T> values, int rows, int columns, int rowStride, int at, Span<double> totals) =>
        KernelSelector.For<T>().SumRows(values, rows, columns, rowStride, totals[at..]);

    public void Columns(ReadOnlySpan<T> values, int rows, int columns, int rowStride, int at, Span<double> totals) =>
        KernelSelector.For<T>().SumColumns(values, rows, columns, rowStride, totals[at..]);
}

/// <summary>Adds squared deviations from means that lie where the totals do.</summary>
internal readonly ref struct DeviationStep<T>(ReadOnlySpan<double> means) : IReductionStep<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<double> means = means;

    public void Rows(ReadOnlySpan<T> values, int rows, int columns, int rowStride, int at, Span<double> totals) =>
        KernelSelector.For<T>().SquareRows(values, rows, columns, rowStride, means[at..], totals[at..]);

    public void Columns(ReadOnlySpan<T> values, int rows, int columns, int rowStride, int at, Span<double> totals) =>
        KernelSelector.For<T>().SquareColumns(values, rows, columns, rowStride, means[at..], totals[at..]);
}

/// <summary>
/// Goes through an operand by its plan and hands matrices, as large as there are, to the kernels. Parts of the outermost dimension that
/// totals have may run on several threads: each total is computed whole by one, from its elements in the same order.
/// </summary>
internal ref struct ReductionWalk<T, TStep> : IRangeBody
    where T : unmanaged, IFloatingPointIeee754<T>
    where TStep : struct, IReductionStep<T>, allows ref struct
{
    // Elements worth a thread, and columns that share lines of memory.
    private const int ElementsPerThread = 1 << 15, ColumnsPerThread = 64;

    private int split;

    internal ReductionPlan Plan;
    internal TStep Step;
    internal ReadOnlySpan<T> Values;
    internal Span<double> Totals;

    /// <summary>Adds all elements to the totals.</summary>
    internal static void Start(ReductionWalk<T, TStep> walk)
    {
        var shape = walk.Plan.Shape;
        if (shape.ElementCount == 0) return;
        walk.split = 0;
        while (walk.split < shape.Rank && walk.Plan.Totals[walk.split] == 0) walk.split++;
        if (walk.split == shape.Rank)
        {
            walk.Level(walk.Plan, 0, 0, 0);
            return;
        }
        var size = shape[walk.split];
        var grain = Math.Max(1, ElementsPerThread / (shape.ElementCount / size));
        ParallelRange.Run(size, walk.split == shape.Rank - 1 ? Math.Max(ColumnsPerThread, grain) : grain, walk);
    }

    public readonly void Run(int start, int end) =>
        Level(Plan.Restrict(split, end - start), 0, start * Plan.Values[split], start * Plan.Totals[split]);

    private readonly void Level(in ReductionPlan plan, int level, int from, int to)
    {
        var rank = plan.Shape.Rank;
        if (rank - level <= 1)
        {
            var (size, step, total) = rank == level ? (1, 1, 0) : (plan.Shape[level], plan.Values[level], plan.Totals[level]);
            if (step != 1) Matrix(size, 1, step, total, 0, from, to);
            else Matrix(1, size, 0, 0, total, from, to);
            return;
        }
        if (rank - level == 2 && plan.Values[level + 1] == 1 && (plan.Totals[level] == 0) != (plan.Totals[level + 1] == 0))
        {
            Matrix(plan.Shape[level], plan.Shape[level + 1], plan.Values[level], plan.Totals[level], plan.Totals[level + 1], from, to);
            return;
        }
        for (var i = 0; i < plan.Shape[level]; i++)
            Level(plan, level + 1, from + i * plan.Values[level], to + i * plan.Totals[level]);
    }

    // Either rows or columns have totals, or neither; those that have them lie next to each other.
    private readonly void Matrix(int rows, int columns, int rowStride, int rowTotal, int columnTotal, int from, int to)
    {
        if (columnTotal != 0) Step.Columns(Values[from..], rows, columns, rowStride, to, Totals);
        else if (rowTotal != 0) Step.Rows(Values[from..], rows, columns, rowStride, to, Totals);
        // A column of one element a row: as many rows as there are go to one total.
        else if (columns == 1) Step.Columns(Values[from..], rows, 1, rowStride, to, Totals);
        else Step.Rows(Values[from..], rows, columns, rowStride, to, Totals);
    }
}
