namespace Tutti.Tensors.Random;

/// <summary>What a stream of random numbers is for. Streams of different purposes never share numbers.</summary>
public enum RandomPurpose
{
    /// <summary>Initial values of parameters; the logical id is the parameter's index.</summary>
    Initialization = 1,

    /// <summary>The order of samples; the logical id is the epoch.</summary>
    Shuffling = 2,

    /// <summary>Dropout masks; the logical id names step, shard and layer.</summary>
    Dropout = 3,

    /// <summary>Drawing samples, folds and bootstraps; the logical id is the draw's.</summary>
    Sampling = 4,

    /// <summary>Made-up data of tests and benchmarks.</summary>
    Synthetic = 5,

    /// <summary>Cutting data into parts; the logical id names the scheme and the attempt.</summary>
    Partitioning = 6,

    /// <summary>Rounding and first factors of compressed gradients; the logical id names step and shard, or parameter and column.</summary>
    Compression = 7,
}

/// <summary>
/// A counter-based random stream: Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
/// The stream is a pure function of (seed, purpose, logical id), never of a rank or a thread, so that whatever computes a logical
/// thing draws the same numbers. Not for cryptography. A mutable value: copying it copies the position. Not thread-safe.
/// </summary>
public struct CounterRandom
{
    internal const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    internal const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
    internal const int Rounds = 10;

    private readonly uint key0, key1, purpose, id0, id1;
    private uint block;
    private int left;
    private uint word0, word1, word2, word3;
    private float spareNormal;
    private bool hasSpareNormal;

    /// <summary>Starts the stream of (seed, purpose, logical id).</summary>
    /// <param name="seed">The run's seed: the key of the generator.</param>
    /// <param name="purpose">What the numbers are for; 32 of the counter's bits.</param>
    /// <param name="logicalId">Which logical thing they belong to; 64 of the counter's bits. The last 32 count blocks of four words.</param>
    public CounterRandom(ulong seed, RandomPurpose purpose, ulong logicalId = 0)
    {
        key0 = (uint)seed;
        key1 = (uint)(seed >> 32);
        this.purpose = (uint)purpose;
        id0 = (uint)logicalId;
        id1 = (uint)(logicalId >> 32);
    }

    /// <summary>The next 32 random bits. A stream holds 2³⁴ of them, then repeats.</summary>
    /// <returns>A uniform integer.</returns>
    public uint NextUInt32()
    {
        if (left == 0)
        {
            (word0, word1, word2, word3) = Philox(block++, purpose, id0, id1, key0, key1);
            left = 4;
        }
        return left-- switch { 4 => word0, 3 => word1, 2 => word2, _ => word3 };
    }

    /// <summary>A uniform number in [0, 1) with 24 random bits: each is k · 2⁻²⁴.</summary>
    /// <returns>The number.</returns>
    public float NextSingle() => (NextUInt32() >> 8) * (1.0f / (1 << 24));

    /// <summary>A uniform number in [0, 1) with 53 random bits: each is k · 2⁻⁵³.</summary>
    /// <returns>The number.</returns>
    public double NextDouble()
    {
        var high = (ulong)NextUInt32() << 32;
        return ((high | NextUInt32()) >> 11) * (1.0 / (1L << 53));
    }

    /// <summary>A uniform integer in [0, bound), without bias (Lemire: "Fast random integer generation in an interval", 2019).</summary>
    /// <param name="bound">The exclusive upper bound, at least 1.</param>
    /// <returns>The integer.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is less than 1.</exception>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        var product = (ulong)NextUInt32() * (uint)bound;
        if ((uint)product < (uint)bound)
        {
            var threshold = (0u - (uint)bound) % (uint)bound;
            while ((uint)product < threshold) product = (ulong)NextUInt32() * (uint)bound;
        }
        return (int)(product >> 32);
    }

    /// <summary>A standard normal number (Box–Muller; both numbers of a pair are used). Computed in double, rounded to float.</summary>
    /// <returns>The number; at most 8.6 in size.</returns>
    public float NextNormal()
    {
        if (hasSpareNormal)
        {
            hasSpareNormal = false;
            return spareNormal;
        }
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        var (sine, cosine) = Math.SinCos(2 * Math.PI * NextDouble());
        spareNormal = (float)(radius * sine);
        hasSpareNormal = true;
        return (float)(radius * cosine);
    }

    /// <summary>Puts the values into a uniformly random order (Fisher–Yates).</summary>
    /// <typeparam name="T">Any type.</typeparam>
    /// <param name="values">The values, shuffled in place.</param>
    public void Shuffle<T>(Span<T> values)
    {
        for (var last = values.Length - 1; last > 0; last--)
        {
            var other = NextInt32(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    /// <summary>A block of four words, wherever the stream stands.</summary>
    internal readonly (uint, uint, uint, uint) Block(uint index) => Philox(index, purpose, id0, id1, key0, key1);

    /// <summary>The parts of the counter and the key, for kernels that compute many blocks at once.</summary>
    internal readonly (uint Purpose, uint Id0, uint Id1, uint Key0, uint Key1) Parts => (purpose, id0, id1, key0, key1);

    /// <summary>The bijection itself: ten rounds on a 128-bit counter under a 64-bit key.</summary>
    internal static (uint, uint, uint, uint) Philox(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * c0;
            var product1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(product1 >> 32) ^ c1 ^ k0, (uint)product1, (uint)(product0 >> 32) ^ c3 ^ k1, (uint)product0);
            k0 += Weyl0;
            k1 += Weyl1;
        }
        return (c0, c1, c2, c3);
    }
}
