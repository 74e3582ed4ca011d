namespace Tutti.Learning.Data.Partitions;

/// <summary>A split of rows into those to learn from and those to test on; together they are all rows, each once.</summary>
/// <param name="TrainRows">The numbers of the training rows, ascending.</param>
/// <param name="TestRows">The numbers of the test rows, ascending.</param>
public sealed record Fold(IReadOnlyList<int> TrainRows, IReadOnlyList<int> TestRows)
{
    /// <summary>Makes the fold whose test rows are those that have a number.</summary>
    internal static Fold Of(ReadOnlySpan<int> foldOfRow, int fold)
    {
        var (train, test) = (new List<int>(), new List<int>());
        for (var row = 0; row < foldOfRow.Length; row++) (foldOfRow[row] == fold ? test : train).Add(row);
        return new Fold([.. train], [.. test]);
    }
}
