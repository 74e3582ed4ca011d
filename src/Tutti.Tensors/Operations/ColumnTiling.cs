namespace Tutti.Tensors.Operations;

/// <summary>
/// How a matrix of few columns is seen as one of fewer, wider rows, so that registers are full: several rows lie side by side, each number
/// a column is repeated as often, and rows that do not fill a wide one are left over. Cut further into blocks of wide rows of a fixed size,
/// which threads may share.
/// </summary>
internal readonly struct ColumnTiling
{
    /// <summary>Enough for two of the widest registers.</summary>
    private const int FewestColumns = 32;

    /// <summary>Few enough to be summed in single precision.</summary>
    private const int RowsPerBlock = 256;

    private const int ElementsPerThread = 1 << 16;

    private readonly int rows;

    internal ColumnTiling(int rows, int columns)
    {
        (this.rows, Columns) = (columns == 0 ? 0 : rows, columns);
        rows = this.rows;
        Copies = Math.Max(1, Math.Min(rows, FewestColumns / Math.Max(1, columns)));
        var wideRows = rows / Copies;
        Blocks = (wideRows + RowsPerBlock - 1) / RowsPerBlock;
        Parts = Blocks + (rows % Copies != 0 ? 1 : 0);
    }

    internal int Columns { get; }

    /// <summary>Rows side by side in a wide row.</summary>
    internal int Copies { get; }

    internal int WideColumns => Columns * Copies;

    /// <summary>The blocks of wide rows, and one more if rows are left over that do not fill a wide one.</summary>
    internal int Parts { get; }

    private int Blocks { get; }

    /// <summary>The elements of a part.</summary>
    internal Range Part(int part)
    {
        var whole = rows / Copies * WideColumns;
        if (part == Blocks) return whole..(rows * Columns);
        var start = part * RowsPerBlock * WideColumns;
        return start..Math.Min(whole, start + RowsPerBlock * WideColumns);
    }

    /// <summary>How many columns a part has: the rows left over are plain.</summary>
    internal int Width(int part) => part == Blocks ? Columns : WideColumns;

    /// <summary>How many numbers a column of a part has.</summary>
    internal int Height(int part) => Part(part).GetOffsetAndLength(rows * Columns).Length / Width(part);

    /// <summary>The fewest parts worth a thread.</summary>
    internal int Grain => Math.Max(1, ElementsPerThread / Math.Max(1, RowsPerBlock * WideColumns));

    /// <summary>Repeats numbers, one a column, for the wide rows.</summary>
    internal void Repeat<T>(ReadOnlySpan<T> values, Span<T> wide)
    {
        for (var start = 0; start < wide.Length; start += Columns) values.CopyTo(wide[start..]);
    }
}
