namespace Tutti.Learning.Ensembles;

/// <summary>
/// What a member says of rows, and of each row whether the model that said so had learned from it. Out-of-fold predictions are those of
/// several models of one member, each for rows that it had not seen (Wolpert: "Stacked generalization", 1992). Immutable and thread-safe.
/// </summary>
public sealed class MemberPredictions
{
    private readonly double[] probabilities;
    private readonly bool[] wasSeen;

    /// <summary>Takes the predictions of one model.</summary>
    /// <param name="member">The member's name.</param>
    /// <param name="probabilities"><c>[N, C]</c>, row by row, finite and at least 0; borrowed.</param>
    /// <param name="classCount">C, at least 2.</param>
    /// <param name="rows">The N rows.</param>
    /// <param name="seen">What the model learned from; there is no prediction without it.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or a value is no probability.</exception>
    public MemberPredictions(string member, double[] probabilities, int classCount, RowFingerprints rows, SeenRows seen)
        : this(member, probabilities, classCount, rows, Found(seen, rows))
    {
    }

    private MemberPredictions(string member, double[] probabilities, int classCount, RowFingerprints rows, bool[] wasSeen)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(member);
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        if (probabilities.Length != (long)rows.Count * classCount)
            throw new ArgumentException(
                $"MemberPredictions: probabilities and rows do not fit. Got {probabilities.Length} values of '{member}' for {rows.Count} rows " +
                $"and {classCount} classes. Expected {(long)rows.Count * classCount}.", nameof(probabilities));
        var wrong = Array.FindIndex(probabilities, value => !(value >= 0 && double.IsFinite(value)));
        if (wrong >= 0)
            throw new ArgumentException(
                $"MemberPredictions: no probability. Got {probabilities[wrong]} of '{member}' in row {wrong / classCount}. Expected a finite number " +
                "of at least 0.", nameof(probabilities));
        (Member, this.probabilities, ClassCount, Rows, this.wasSeen) = (member, probabilities, classCount, rows, wasSeen);
        SeenCount = wasSeen.Count(seen => seen);
    }

    /// <summary>The member's name.</summary>
    public string Member { get; }

    /// <summary>How many rows there are.</summary>
    public int Count => Rows.Count;

    /// <summary>How many classes there are.</summary>
    public int ClassCount { get; }

    /// <summary>The rows.</summary>
    public RowFingerprints Rows { get; }

    /// <summary>How many rows the model had seen that predicted them: 0 for what may be learned from.</summary>
    public int SeenCount { get; }

    /// <summary><c>[N, C]</c>, row by row.</summary>
    public ReadOnlySpan<double> Probabilities => probabilities;

    /// <summary>Whether a row had been seen by the model that predicted it.</summary>
    /// <param name="row">Its number.</param>
    /// <returns>True where it had.</returns>
    public bool WasSeen(int row) => wasSeen[row];

    /// <summary>How likely the classes of one row are.</summary>
    /// <param name="row">Its number.</param>
    /// <returns>C values.</returns>
    public ReadOnlySpan<double> Row(int row) => probabilities.AsSpan(row * ClassCount, ClassCount);

    /// <summary>Some rows alone; whether they were seen stays with them.</summary>
    /// <param name="rows">Row numbers, in any order, repeated or not.</param>
    /// <returns>Their predictions.</returns>
    public MemberPredictions Select(ReadOnlySpan<int> rows)
    {
        var (chosen, seen) = (new double[rows.Length * ClassCount], new bool[rows.Length]);
        for (var index = 0; index < rows.Length; index++)
        {
            Row(rows[index]).CopyTo(chosen.AsSpan(index * ClassCount));
            seen[index] = wasSeen[rows[index]];
        }
        return new MemberPredictions(Member, chosen, ClassCount, Rows.Select(rows), seen);
    }

    /// <summary>Joins the parts that several models of one member predicted: row r of the result is wherever <paramref name="rows"/> says r.</summary>
    internal static MemberPredictions Join(IReadOnlyList<MemberPredictions> parts, IReadOnlyList<IReadOnlyList<int>> rows)
    {
        var (count, classCount) = (parts.Sum(part => part.Count), parts[0].ClassCount);
        var (values, prints, seen) = (new double[count * classCount], new UInt128[count], new bool[count]);
        for (var part = 0; part < parts.Count; part++)
            for (var index = 0; index < parts[part].Count; index++)
            {
                var row = rows[part][index];
                parts[part].Row(index).CopyTo(values.AsSpan(row * classCount));
                (prints[row], seen[row]) = (parts[part].Rows.Values[index], parts[part].wasSeen[index]);
            }
        return new MemberPredictions(parts[0].Member, values, classCount, RowFingerprints.FromTrusted(prints, parts[0].Rows.AreContents), seen);
    }

    /// <summary>The same rows with the predictions of others: row r has what was said of row <paramref name="order"/>[r].</summary>
    internal MemberPredictions Shuffled(ReadOnlySpan<int> order)
    {
        var values = new double[probabilities.Length];
        for (var row = 0; row < order.Length; row++) Row(order[row]).CopyTo(values.AsSpan(row * ClassCount));
        return new MemberPredictions(Member, values, ClassCount, Rows, wasSeen);
    }

    private static bool[] Found(SeenRows seen, RowFingerprints rows)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return seen.Find(rows);
    }
}
