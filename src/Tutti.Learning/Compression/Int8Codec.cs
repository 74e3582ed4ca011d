using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Tutti.Tensors.Random;

namespace Tutti.Learning.Compression;

/// <summary>
/// Blocks of values as whole numbers from −127 to 127 times a scale, the block's largest size / 127: n bytes and 4 a block, exactly. To the
/// nearest (even) by default, else stochastic: ⌊x / scale + u⌋ with uniform u. QSGD (Alistarh et al. 2017) with 127 levels,
/// buckets and the largest size in place of the norm, as in the paper's experiments. NaN and infinities arrive as NaN and do not
/// change their neighbours. Not thread-safe.
/// </summary>
public sealed class Int8Codec : IGradientCodec
{
    private const int Levels = 127;

    // The code that no level has.
    private const sbyte NotFinite = -128;

    // float.MaxValue / 127 is rounded up, and 127 times that overflows.
    private static readonly float LargestScale = MathF.BitDecrement(float.MaxValue / Levels);

    private readonly int blockSize;
    private readonly bool isStochastic;
    private readonly ulong seed;
    private float[] quotients = [];

    /// <summary>Makes the codec.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public Int8Codec(Int8CodecOptions? options = null)
    {
        options ??= new Int8CodecOptions();
        options.ThrowIfInvalid();
        (blockSize, isStochastic, seed) = (options.BlockSize, options.IsStochastic, options.Seed);
    }

    /// <inheritdoc/>
    public string Name => "int8";

    /// <inheritdoc/>
    public int MaximumEncodedBytes(int count) => CodecChecks.Bytes(Name, count, count + (long)sizeof(float) * BlocksOf(count));

    /// <inheritdoc/>
    public int Encode(ReadOnlySpan<float> values, Span<byte> encoded, ulong logicalId)
    {
        var bytes = MaximumEncodedBytes(values.Length);
        CodecChecks.Room(Name, values.Length, encoded.Length, bytes);
        var codes = MemoryMarshal.Cast<byte, sbyte>(encoded[(bytes - values.Length)..bytes]);
        var random = new CounterRandom(seed, RandomPurpose.Compression, logicalId);
        for (var block = 0; block < BlocksOf(values.Length); block++)
        {
            var part = Block(values, block);
            var largest = MathF.Abs(TensorPrimitives.MaxMagnitude(part));
            var isFinite = float.IsFinite(largest);
            var scale = ScaleOf(isFinite ? largest : LargestFinite(part));
            BinaryPrimitives.WriteSingleLittleEndian(encoded[(sizeof(float) * block)..], scale);
            var target = codes.Slice(block * blockSize, part.Length);
            if (scale == 0) target.Clear();
            else if (isStochastic) Draw(part, scale, ref random, target);
            else Round(part, scale, target);
            if (!isFinite) Mark(part, target);
        }
        return bytes;
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> encoded, Span<float> values)
    {
        CodecChecks.Length(Name, values.Length, encoded.Length, MaximumEncodedBytes(values.Length));
        var blocks = BlocksOf(values.Length);
        for (var block = 0; block < blocks; block++) CheckScale(block, ScaleAt(encoded, block));
        var codes = MemoryMarshal.Cast<byte, sbyte>(encoded[(sizeof(float) * blocks)..]);
        TensorPrimitives.ConvertTruncating(codes, values);
        for (var block = 0; block < blocks; block++)
        {
            var part = values.Slice(block * blockSize, Block(codes, block).Length);
            TensorPrimitives.Multiply(part, ScaleAt(encoded, block), part);
        }
        if (!codes.Contains(NotFinite)) return;
        for (var i = 0; i < codes.Length; i++)
            if (codes[i] == NotFinite) values[i] = float.NaN;
    }

    private int BlocksOf(int count) => (int)(((long)count + blockSize - 1) / blockSize);

    private ReadOnlySpan<T> Block<T>(ReadOnlySpan<T> all, int block)
    {
        var rest = all[(block * blockSize)..];
        return rest[..Math.Min(blockSize, rest.Length)];
    }

    /// <summary>The least scale with which no value is beyond the levels: the quotient, a unit more if it was rounded down.</summary>
    private static float ScaleOf(float largest)
    {
        var scale = largest / Levels;
        if (scale * Levels < largest) scale = MathF.BitIncrement(scale);
        return MathF.Min(scale, LargestScale);
    }

    private static float LargestFinite(ReadOnlySpan<float> values)
    {
        var largest = 0f;
        foreach (var value in values)
            if (float.IsFinite(value)) largest = MathF.Max(largest, MathF.Abs(value));
        return largest;
    }

    private void Round(ReadOnlySpan<float> values, float scale, Span<sbyte> codes)
    {
        if (quotients.Length < values.Length) quotients = new float[values.Length];
        var own = quotients.AsSpan(0, values.Length);
        TensorPrimitives.Divide(values, scale, own);
        TensorPrimitives.Round(own, own);
        TensorPrimitives.ConvertTruncating<float, sbyte>(own, codes);
    }

    private static void Draw(ReadOnlySpan<float> values, float scale, ref CounterRandom random, Span<sbyte> codes)
    {
        for (var i = 0; i < values.Length; i++)
            codes[i] = (sbyte)Math.Clamp(Math.Floor((double)values[i] / scale + random.NextSingle()), -Levels, Levels);
    }

    private static void Mark(ReadOnlySpan<float> values, Span<sbyte> codes)
    {
        for (var i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i])) codes[i] = NotFinite;
    }

    private static float ScaleAt(ReadOnlySpan<byte> encoded, int block) =>
        BinaryPrimitives.ReadSingleLittleEndian(encoded[(sizeof(float) * block)..]);

    private void CheckScale(int block, float scale)
    {
        if (!(scale >= 0 && scale <= LargestScale))
            throw CodecChecks.Refuse(Name, $"the scale of block {block} is none", $"{scale}", $"0 to {LargestScale}");
    }
}
