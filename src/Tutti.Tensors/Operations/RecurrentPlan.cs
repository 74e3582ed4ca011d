namespace Tutti.Tensors.Operations;

/// <summary>The two kinds of recurrent layers.</summary>
internal enum RecurrentCell
{
    Lstm,
    Gru,
}

/// <summary>
/// The sizes of one recurrent layer, and where its gates lie. Everything is time-major: gates are <c>[T, B, 4H]</c> with the blocks that
/// <see cref="Kernels.KernelSet{T}"/> names; states and cells are <c>[T + 1, B, H]</c>, the initial ones first, so that the states before
/// and after each step are two ranges of the same memory.
/// </summary>
internal readonly record struct RecurrentPlan(RecurrentCell Cell, int Steps, int Batch, int Inputs, int Hidden)
{
    /// <summary>All rows of the gates: steps times batch.</summary>
    internal int Rows => Steps * Batch;

    /// <summary>The columns of a row of the gates.</summary>
    internal int Width => 4 * Hidden;

    /// <summary>The rows of both weights.</summary>
    internal int WeightRows => GateCount(Cell) * Hidden;

    /// <summary>The first of the columns that the recurrent weight's rows fill, in their order up to the last column.</summary>
    internal int RecurrentColumn => Width - WeightRows;

    internal int StateSize => Batch * Hidden;

    /// <summary>How many ranges of the input weight's rows stand together in the gates.</summary>
    internal int InputBlockCount => Cell == RecurrentCell.Lstm ? 1 : 2;

    internal static int GateCount(RecurrentCell cell) => cell == RecurrentCell.Lstm ? 4 : 3;

    /// <summary>A range of the input weight's rows, and the column of the gates at which it starts.</summary>
    internal (int Row, int Column, int Count) InputBlock(int index) =>
        Cell == RecurrentCell.Lstm ? (0, 0, Width) : index == 0 ? (0, Hidden, 2 * Hidden) : (2 * Hidden, 0, Hidden);

    /// <summary>How many samples are worth a thread of their own through all steps.</summary>
    internal int Grain
    {
        get
        {
            const long MultiplicationsPerThread = 1 << 19;
            var each = Math.Max(1, (long)Steps * WeightRows * Hidden);
            return (int)Math.Min(int.MaxValue, (MultiplicationsPerThread + each - 1) / each);
        }
    }
}
