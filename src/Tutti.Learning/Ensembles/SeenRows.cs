namespace Tutti.Learning.Ensembles;

/// <summary>The rows that a model learned from, as fingerprints: what the leak guard compares with. Immutable and thread-safe.</summary>
public sealed class SeenRows
{
    private readonly HashSet<UInt128> seen;
    private readonly bool areContents;

    /// <summary>Remembers rows.</summary>
    /// <param name="rows">What was learned from.</param>
    public SeenRows(RowFingerprints rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        (seen, areContents) = ([.. rows.Values], rows.AreContents);
        Digest = RowFingerprints.FromTrusted([.. seen.Order()], areContents).Digest;
    }

    /// <summary>How many different rows were seen.</summary>
    public int Count => seen.Count;

    /// <summary>SHA-256 over the different rows, whatever order they were seen in: 64 lower-case hexadecimal digits.</summary>
    public string Digest { get; }

    /// <summary>Which of some rows were seen.</summary>
    /// <param name="rows">Rows that are fingerprinted in the same way.</param>
    /// <returns>One answer a row.</returns>
    /// <exception cref="ArgumentException">One side is fingerprinted by content and the other by numbers.</exception>
    public bool[] Find(RowFingerprints rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.AreContents != areContents)
            throw new ArgumentException(
                $"LeakGuard: the rows cannot be compared. Got fingerprints by {Word(rows.AreContents)} for a model that learned from rows by " +
                $"{Word(areContents)}. Expected the same kind. Give the identity that the ensemble was trained with.", nameof(rows));
        var found = new bool[rows.Count];
        for (var row = 0; row < found.Length; row++) found[row] = seen.Contains(rows.Values[row]);
        return found;
    }

    /// <summary>All different rows, in an order that does not depend on how they were seen.</summary>
    internal RowFingerprints ToFingerprints() => RowFingerprints.FromTrusted([.. seen.Order()], areContents);

    private static string Word(bool areContents) => areContents ? "content" : "number";
}
