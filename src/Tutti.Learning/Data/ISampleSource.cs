using Tutti.Tensors;

namespace Tutti.Learning.Data;

/// <summary>
/// Labelled samples that can be copied by row number, in any order. Thread-safe for reading, so that loaders may read ahead.
/// </summary>
public interface ISampleSource
{
    /// <summary>How many samples there are.</summary>
    int Count { get; }

    /// <summary>The shape of one sample, for instance <c>[1, 28, 28]</c>: channels, rows, columns.</summary>
    Shape SampleShape { get; }

    /// <summary>Copies samples, ready for a model.</summary>
    /// <param name="rows">Row numbers, 0 … Count − 1, in any order, repeated or not.</param>
    /// <param name="destination">
    /// One sample after the other, row-major: exactly <c>rows.Length · SampleShape.ElementCount</c> values.
    /// </param>
    void CopySamples(ReadOnlySpan<int> rows, Span<float> destination);

    /// <summary>Copies labels.</summary>
    /// <param name="rows">Row numbers, 0 … Count − 1.</param>
    /// <param name="destination">One class number a row; exactly as long as <paramref name="rows"/>.</param>
    void CopyLabels(ReadOnlySpan<int> rows, Span<long> destination);
}
