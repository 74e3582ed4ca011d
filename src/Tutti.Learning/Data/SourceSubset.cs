using Tutti.Tensors;

namespace Tutti.Learning.Data;

/// <summary>
/// Some rows of a source as a source of their own: row r is the r-th of them. Nothing is copied. Thread-safe as the source is.
/// </summary>
public sealed class SourceSubset : ISampleSource
{
    private readonly ISampleSource source;
    private readonly int[] rows;

    /// <summary>Looks at some rows of a source.</summary>
    /// <param name="source">Where the samples come from.</param>
    /// <param name="rows">Row numbers of the source, in any order, repeated or not; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">The source has no such row.</exception>
    public SourceSubset(ISampleSource source, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(source);
        CheckRows(rows, source.Count);
        this.source = source;
        this.rows = rows.ToArray();
    }

    /// <inheritdoc/>
    public int Count => rows.Length;

    /// <inheritdoc/>
    public Shape SampleShape => source.SampleShape;

    /// <inheritdoc/>
    public ElementType SampleType => source.SampleType;

    /// <inheritdoc/>
    public Shape TargetShape => source.TargetShape;

    /// <inheritdoc/>
    public ElementType TargetType => source.TargetType;

    /// <inheritdoc/>
    public void CopySamples(ReadOnlySpan<int> rows, Tensor destination) => source.CopySamples(Translate(rows), destination);

    /// <inheritdoc/>
    public void CopyTargets(ReadOnlySpan<int> rows, Tensor destination) => source.CopyTargets(Translate(rows), destination);

    private int[] Translate(ReadOnlySpan<int> own)
    {
        CheckRows(own, rows.Length);
        var result = new int[own.Length];
        for (var index = 0; index < own.Length; index++) result[index] = rows[own[index]];
        return result;
    }

    private static void CheckRows(ReadOnlySpan<int> rows, int count)
    {
        foreach (var row in rows)
            if ((uint)row >= (uint)count)
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"SourceSubset: no such row. Got {row}. Expected 0 to {count - 1}.");
    }
}
