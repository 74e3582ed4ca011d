using Tutti.Tensors;

namespace Tutti.Learning.Data;

/// <summary>
/// Samples and what a model should make of them, copied by row number, in any order. Thread-safe for reading, so that loaders may read ahead.
/// Unless a source says otherwise, a sample is Float32 and its target one Int64 class number.
/// </summary>
public interface ISampleSource
{
    /// <summary>How many samples there are.</summary>
    int Count { get; }

    /// <summary>The shape of one sample, for instance <c>[1, 28, 28]</c>: channels, rows, columns.</summary>
    Shape SampleShape { get; }

    /// <summary>Float32, or Int64 for samples that are indices, such as tokens.</summary>
    ElementType SampleType => ElementType.Float32;

    /// <summary>The shape of one target; <c>[]</c> for a class number.</summary>
    Shape TargetShape => [];

    /// <summary>Int64 for classes and indices, Float32 for values.</summary>
    ElementType TargetType => ElementType.Int64;

    /// <summary>Copies samples, ready for a model.</summary>
    /// <param name="rows">Row numbers, 0 … Count − 1, in any order, repeated or not.</param>
    /// <param name="destination">Contiguous, of the sample type, shape <c>[rows, SampleShape…]</c>.</param>
    void CopySamples(ReadOnlySpan<int> rows, Tensor destination);

    /// <summary>Copies targets.</summary>
    /// <param name="rows">Row numbers, 0 … Count − 1, in any order, repeated or not.</param>
    /// <param name="destination">Contiguous, of the target type, shape <c>[rows, TargetShape…]</c>.</param>
    void CopyTargets(ReadOnlySpan<int> rows, Tensor destination);
}
