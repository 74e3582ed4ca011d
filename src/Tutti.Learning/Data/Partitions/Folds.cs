using Tutti.Tensors.Random;

namespace Tutti.Learning.Data.Partitions;

/// <summary>
/// Splits of rows for cross-validation and testing: numbers of rows only, whatever the rows hold. With a seed rows are shuffled, and the
/// same seed gives the same split on every machine.
/// </summary>
public static class Folds
{
    /// <summary>K-fold cross-validation: every row is tested on once. The first N mod K folds have one row more.</summary>
    /// <param name="rowCount">N, how many rows there are.</param>
    /// <param name="foldCount">K, 2 … N.</param>
    /// <param name="seed">Shuffles the rows first. Default: none, folds are runs of neighbours.</param>
    /// <returns>K folds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer rows than folds, or fewer than two folds.</exception>
    public static IReadOnlyList<Fold> KFold(int rowCount, int foldCount, ulong? seed = null)
    {
        Check(rowCount, foldCount, "rows");
        var rows = Enumerable.Range(0, rowCount).ToArray();
        Shuffle(rows, seed, 0);
        var foldOfRow = new int[rowCount];
        var next = 0;
        for (var fold = 0; fold < foldCount; fold++)
            for (var left = rowCount / foldCount + (fold < rowCount % foldCount ? 1 : 0); left > 0; left--) foldOfRow[rows[next++]] = fold;
        return Collect(foldOfRow, foldCount);
    }

    /// <summary>
    /// Stratified k-fold cross-validation, as in scikit-learn 1.4: each fold has each class's share of the rows as nearly as possible. With
    /// classes numbered by first appearance and labels sorted by that number, fold i holds as many rows of a class as there are among the
    /// sorted labels i, i + K, i + 2K, …; the rows of a class go to fold 0 first, then fold 1, and so on.
    /// </summary>
    /// <param name="labels">The class of each row, any numbers.</param>
    /// <param name="foldCount">K, at least 2; some class must have that many rows.</param>
    /// <param name="seed">Shuffles the rows of each class among its folds. Default: none, rows keep their order.</param>
    /// <returns>K folds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No class has as many rows as there are folds, or there are fewer than two
    /// folds.</exception>
    public static IReadOnlyList<Fold> Stratified(ReadOnlySpan<long> labels, int foldCount, ulong? seed = null)
    {
        var (classes, classCount) = NumberByAppearance(labels);
        var sizes = new int[classCount];
        foreach (var own in classes) sizes[own]++;
        Check(sizes.DefaultIfEmpty().Max(), foldCount, "rows of the most frequent class");
        // Sorted labels are runs of the classes; position p of them counts for fold p mod K.
        var foldsOfClass = new int[classCount][];
        for (var (own, start) = (0, 0); own < classCount; start += sizes[own++])
        {
            var first = start;
            foldsOfClass[own] = [.. Enumerable.Range(0, sizes[own]).Select(index => (first + index) % foldCount).Order()];
            Shuffle(foldsOfClass[own], seed, own);
        }
        var next = new int[classCount];
        return Collect(Array.ConvertAll(classes, own => foldsOfClass[own][next[own]++]), foldCount);
    }

    /// <summary>
    /// Group k-fold cross-validation: rows of one group are never in different folds, for instance beats of one patient. The largest group
    /// is placed first, each into the fold that has the fewest rows so far; among equals the earlier group and the lower fold come first.
    /// </summary>
    /// <param name="groups">The group of each row, any numbers.</param>
    /// <param name="foldCount">K, 2 … number of groups.</param>
    /// <returns>K folds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer groups than folds, or fewer than two folds.</exception>
    public static IReadOnlyList<Fold> Grouped(ReadOnlySpan<long> groups, int foldCount)
    {
        var (numbers, groupCount) = NumberByAppearance(groups);
        Check(groupCount, foldCount, "groups");
        var sizes = new int[groupCount];
        foreach (var own in numbers) sizes[own]++;
        var foldOfGroup = PartSizes.Pack(sizes, foldCount);
        return Collect(Array.ConvertAll(numbers, group => foldOfGroup[group]), foldCount);
    }

    /// <summary>Splits rows at random into training and test rows; ⌈share · N⌉ rows are for testing.</summary>
    /// <param name="rowCount">N, how many rows there are.</param>
    /// <param name="testShare">The share of test rows, more than 0 and less than 1.</param>
    /// <param name="seed">Decides the split.</param>
    /// <returns>The split.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A part would be empty.</exception>
    public static Fold TrainTest(int rowCount, double testShare, ulong seed)
    {
        var testCount = TestCount(rowCount, testShare);
        var rows = Enumerable.Range(0, rowCount).ToArray();
        Shuffle(rows, seed, 0);
        var foldOfRow = new int[rowCount];
        foreach (var row in rows.AsSpan(0, testCount)) foldOfRow[row] = 1;
        return Fold.Of(foldOfRow, 1);
    }

    /// <summary>
    /// Splits rows at random into training and test rows, each class in the same proportion: a class gets the whole part of its share of
    /// the ⌈share · N⌉ test rows, and the rest go to the classes with the largest remainders, earlier ones first.
    /// </summary>
    /// <param name="labels">The class of each row, any numbers.</param>
    /// <param name="testShare">The share of test rows, more than 0 and less than 1.</param>
    /// <param name="seed">Decides the split.</param>
    /// <returns>The split.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A part would be empty.</exception>
    public static Fold StratifiedTrainTest(ReadOnlySpan<long> labels, double testShare, ulong seed)
    {
        var rowCount = labels.Length;
        var testCount = TestCount(rowCount, testShare);
        var (classes, classCount) = NumberByAppearance(labels);
        var rowsOfClass = classes.Select((own, row) => (own, row)).GroupBy(pair => pair.own, pair => pair.row)
            .OrderBy(group => group.Key).Select(group => group.ToArray()).ToArray();
        var exact = rowsOfClass.Select(rows => (double)rows.Length * testCount / rowCount).ToArray();
        var counts = Array.ConvertAll(exact, share => (int)Math.Floor(share));
        var byRemainder = Enumerable.Range(0, classCount).OrderByDescending(own => exact[own] - counts[own]).ToArray();
        foreach (var own in byRemainder.AsSpan(0, testCount - counts.Sum())) counts[own]++;
        var foldOfRow = new int[rowCount];
        for (var own = 0; own < classCount; own++)
        {
            Shuffle(rowsOfClass[own], seed, own);
            foreach (var row in rowsOfClass[own].AsSpan(0, counts[own])) foldOfRow[row] = 1;
        }
        return Fold.Of(foldOfRow, 1);
    }

    private static int TestCount(int rowCount, double testShare)
    {
        var count = testShare is > 0 and < 1 ? (int)Math.Ceiling(testShare * rowCount) : 0;
        return count >= 1 && count < rowCount ? count : throw new ArgumentOutOfRangeException(nameof(testShare), testShare,
            $"Folds: a part would be empty. Got {rowCount} rows and a share of {testShare} for testing. " +
            "Expected a share between 0 and 1 that leaves at least one row on each side.");
    }

    private static void Check(int available, int foldCount, string what)
    {
        if (foldCount < 2 || foldCount > available)
            throw new ArgumentOutOfRangeException(nameof(foldCount), foldCount,
                $"Folds: an impossible number of folds. Got {foldCount} for {available} {what}. Expected 2 to {available}.");
    }

    internal static (int[] Numbers, int Count) NumberByAppearance(ReadOnlySpan<long> labels)
    {
        var numbers = new Dictionary<long, int>();
        var result = new int[labels.Length];
        for (var row = 0; row < result.Length; row++)
        {
            numbers.TryAdd(labels[row], numbers.Count);
            result[row] = numbers[labels[row]];
        }
        return (result, numbers.Count);
    }

    private static void Shuffle(int[] values, ulong? seed, int stream)
    {
        if (seed is not { } key) return;
        var random = new CounterRandom(key, RandomPurpose.Sampling, (ulong)stream);
        random.Shuffle<int>(values);
    }

    private static Fold[] Collect(int[] foldOfRow, int foldCount) =>
        [.. Enumerable.Range(0, foldCount).Select(fold => Fold.Of(foldOfRow, fold))];
}
