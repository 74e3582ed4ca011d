namespace Tutti.Learning.Compression;

/// <summary>Options of <see cref="Int8Codec"/>.</summary>
public sealed record Int8CodecOptions
{
    /// <summary>
    /// How many values share a scale, at least 1. Default 256: scales are 1.5 % of the bytes. Fewer values lose less beside a large one.
    /// </summary>
    public int BlockSize { get; init; } = 256;

    /// <summary>
    /// Whether a value is rounded up with the probability of its fraction, so that the expectation of what is decoded is the value; without
    /// error feedback that lets errors average out. Default false: to the nearest, half the error and no random numbers.
    /// </summary>
    public bool IsStochastic { get; init; }

    /// <summary>The run's seed, for stochastic rounding. Default 0.</summary>
    public ulong Seed { get; init; }

    internal void ThrowIfInvalid()
    {
        if (BlockSize < 1)
            throw new ArgumentException($"Int8CodecOptions: BlockSize is {BlockSize}, expected at least 1. Correct it and try again.");
    }
}
