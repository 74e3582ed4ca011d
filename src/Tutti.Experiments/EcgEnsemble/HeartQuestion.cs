namespace Tutti.Experiments.EcgEnsemble;

/// <summary>Which beats are to be told from usual ones.</summary>
/// <param name="Name">What they are called.</param>
/// <param name="Classes">Their classes; class 0 is usual.</param>
internal sealed record HeartQuestion(string Name, IReadOnlyList<long> Classes)
{
    /// <summary>The rows that matter, with 1 for what is asked for and 0 for usual ones.</summary>
    internal (int[] Rows, long[] Labels) Select(IReadOnlyList<long> classes)
    {
        int[] rows = [.. Enumerable.Range(0, classes.Count).Where(row => classes[row] == 0 || Classes.Contains(classes[row]))];
        return (rows, [.. rows.Select(row => classes[row] == 0 ? 0L : 1L)]);
    }
}
