namespace Tutti.Learning.Compression;

/// <summary>
/// Makes gradients or model updates smaller, with loss: values in, bytes out, and back. The bytes carry no header; who decodes knows the
/// codec, its options and the number of values. The same input, options and logical id give the same bytes on every machine.
/// docs/COMPRESSION.md has the layouts and the errors. Not thread-safe: an instance owns buffers. Allocates nothing after the first call.
/// </summary>
public interface IGradientCodec
{
    /// <summary>One word for command lines and records, for instance <c>half</c>.</summary>
    string Name { get; }

    /// <summary>The most bytes that so many values may take; the constant of a codec whose size does not depend on the values.</summary>
    /// <param name="count">How many values, at least 0.</param>
    /// <returns>The bytes; 0 for no values.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative, or a span cannot hold the bytes.</exception>
    int MaximumEncodedBytes(int count);

    /// <summary>Encodes values. What is not finite stays so as far as the codec sends it, see docs/COMPRESSION.md.</summary>
    /// <param name="values">Any number of values.</param>
    /// <param name="encoded">At least <see cref="MaximumEncodedBytes"/> long; the rest after the bytes written is undefined.</param>
    /// <param name="logicalId">
    /// Which logical thing this is, for instance step and shard, never a rank: a codec that draws random numbers draws those of this id.
    /// The others do not look at it.
    /// </param>
    /// <returns>The bytes written.</returns>
    /// <exception cref="ArgumentException"><paramref name="encoded"/> is too short; nothing was written.</exception>
    int Encode(ReadOnlySpan<float> values, Span<byte> encoded, ulong logicalId);

    /// <summary>
    /// Decodes values, also from bytes that nobody vouches for: all of them are checked before the first value is written, and no memory is
    /// taken. The values may still be NaN or very large.
    /// </summary>
    /// <param name="encoded">Exactly the bytes written by <see cref="Encode"/> of a codec with the same options.</param>
    /// <param name="values">As many as were encoded; overwritten.</param>
    /// <exception cref="InvalidDataException">Not such bytes; <paramref name="values"/> are as they were.</exception>
    void Decode(ReadOnlySpan<byte> encoded, Span<float> values);
}
