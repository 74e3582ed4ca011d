namespace Tutti.Cli.Output;

/// <summary>Rows of cells as aligned text without borders, so that the usual tools can cut it up. Nothing is wrapped or shortened.</summary>
internal sealed class TextTable
{
    private const string Gap = "  ";

    private readonly List<IReadOnlyList<string>> rows = [];
    private readonly bool[] isNumber;

    internal TextTable(IReadOnlyList<string> columns, ReadOnlySpan<int> numberColumns)
    {
        isNumber = new bool[columns.Count];
        foreach (var column in numberColumns) isNumber[column] = true;
        rows.Add(columns);
    }

    internal void Add(IReadOnlyList<string> cells) => rows.Add(cells);

    internal void Write(TextWriter output)
    {
        var widths = new int[isNumber.Length];
        foreach (var row in rows)
            for (var i = 0; i < widths.Length; i++) widths[i] = Math.Max(widths[i], row[i].Length);
        for (var i = 0; i < rows.Count; i++)
        {
            output.WriteLine(Join(rows[i], widths));
            if (i == 0) output.WriteLine(string.Join(Gap, widths.Select(width => new string('-', width))));
        }
    }

    private string Join(IReadOnlyList<string> row, int[] widths)
    {
        var cells = row.Select((cell, i) => isNumber[i] ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
        return string.Join(Gap, cells).TrimEnd();
    }
}
