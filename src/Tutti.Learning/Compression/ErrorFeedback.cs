using System.Numerics.Tensors;

namespace Tutti.Learning.Compression;

/// <summary>
/// The memory of one logical shard for what its codec loses: p = values + residual is encoded, and residual = p − decoded p goes into the
/// next step. Seide et al. (2014); Karimireddy et al. (2019), "Error feedback fixes SignSGD", Algorithm 2, with the learning rate left to
/// the optimizer. The sum of all that was decoded and the residual is the sum of all values, up to rounding. Where p is not finite the
/// residual is 0, so that one broken step does not break those after it. Holds twice the values; allocates nothing later. Not thread-safe.
/// </summary>
public sealed class ErrorFeedback
{
    private readonly IGradientCodec codec;
    private readonly float[] sum, residual;

    /// <summary>Begins with nothing to make up for.</summary>
    /// <param name="codec">What loses; may serve several shards of one thread.</param>
    /// <param name="count">How many values the shard has, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public ErrorFeedback(IGradientCodec codec, int count)
    {
        ArgumentNullException.ThrowIfNull(codec);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        this.codec = codec;
        (sum, residual) = (new float[count], new float[count]);
    }

    /// <summary>What encoding has lost so far, one value each; a view. Checkpoints keep it, and another owner of the shard needs it.</summary>
    public ReadOnlySpan<float> Residual => residual;

    /// <summary>Encodes values and what was lost before, and remembers what is lost now.</summary>
    /// <param name="values">As many as the shard has; not changed.</param>
    /// <param name="encoded">At least as long as the codec's <see cref="IGradientCodec.MaximumEncodedBytes"/>.</param>
    /// <param name="logicalId">As for <see cref="IGradientCodec.Encode"/>.</param>
    /// <returns>The bytes written.</returns>
    /// <exception cref="ArgumentException">A length does not fit; the residual is as it was.</exception>
    public int Encode(ReadOnlySpan<float> values, Span<byte> encoded, ulong logicalId)
    {
        CheckLength("values", values.Length);
        TensorPrimitives.Add(values, residual, sum);
        var bytes = codec.Encode(sum, encoded, logicalId);
        codec.Decode(encoded[..bytes], residual);
        TensorPrimitives.Subtract(sum, residual, residual);
        if (residual.Length > 0 && !float.IsFinite(TensorPrimitives.MaxMagnitude(residual))) ForgetWhatIsNotFinite();
        return bytes;
    }

    /// <summary>Goes on with a residual that was kept.</summary>
    /// <param name="kept">A copy of <see cref="Residual"/> at some step, copied.</param>
    /// <exception cref="ArgumentException">Not as many values as the shard has, or one is not finite; nothing has changed.</exception>
    public void Restore(ReadOnlySpan<float> kept)
    {
        CheckLength("residual", kept.Length);
        if (kept.Length > 0 && !float.IsFinite(TensorPrimitives.MaxMagnitude(kept)))
            throw new ArgumentException(
                "ErrorFeedback: the residual cannot be restored. Got a value that is not finite. Expected finite ones. Begin with zeros.");
        kept.CopyTo(residual);
    }

    private void ForgetWhatIsNotFinite()
    {
        foreach (ref var lost in residual.AsSpan())
            if (!float.IsFinite(lost)) lost = 0;
    }

    private void CheckLength(string name, int length)
    {
        if (length != residual.Length)
            throw new ArgumentException($"ErrorFeedback: the {name} do not fit the shard. Got {length} values. " +
                $"Expected {residual.Length}. Give every shard an error feedback of its own.");
    }
}
