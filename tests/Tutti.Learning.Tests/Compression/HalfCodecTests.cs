using Tutti.Learning.Compression;

namespace Tutti.Learning.Tests.Compression;

public sealed class HalfCodecTests : GradientCodecConformance
{
    private const float Largest = 65504;

    [Fact]
    public void Encode_KnownValues_GivesTheseBytes()
    {
        float[] values = [1, -2, Largest, 1e6f, -1e6f, float.MaxValue, float.NaN, -float.NaN, float.PositiveInfinity,
            float.NegativeInfinity, MathF.Pow(2, -24), MathF.Pow(2, -25), 1 + MathF.Pow(2, -11), 65519.996f, 65520];

        Assert.Equal("003C00C0FF7BFF7BFFFBFF7B007E007E007C00FC01000000003CFF7BFF7B",
            Convert.ToHexString(CodecValues.Encode(new HalfCodec(), values)));
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void MaximumEncodedBytes_AnyCount_IsExact(int count)
    {
        Assert.Equal(2 * count, new HalfCodec().MaximumEncodedBytes(count));
        Assert.Equal(2 * count, CodecValues.Encode(new HalfCodec(), CodecValues.Normal(count)).Length);
    }

    [Fact]
    public void MaximumEncodedBytes_MoreThanASpanHolds_IsRefused()
    {
        var problem = Assert.Throws<ArgumentOutOfRangeException>(() => new HalfCodec().MaximumEncodedBytes(int.MaxValue));
        Assert.StartsWith("half: so many values cannot be encoded at once. Got 2147483647.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EncodeDecode_AnyFinite_LosesHalfAUnit()
    {
        float[] values = [.. CodecValues.AnyFinite(20_000), .. CodecValues.Normal(20_000), MathF.Pow(2, -14), 1e-6f, 65000, Largest];
        var decoded = CodecValues.RoundTrip(new HalfCodec(), values);
        for (var i = 0; i < values.Length; i++)
        {
            if (MathF.Abs(values[i]) > Largest) Assert.Equal(MathF.CopySign(Largest, values[i]), decoded[i]);
            else
                Assert.InRange(Math.Abs((double)values[i] - decoded[i]), 0, Math.Max(Math.Pow(2, -11) * Math.Abs(values[i]), Math.Pow(2, -25)));
        }
    }

    [Fact]
    public void EncodeDecode_EveryHalf_IsTheSame()
    {
        var values = Enumerable.Range(0, 1 << 16).Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits)).ToArray();
        Assert.Equal(values, CodecValues.RoundTrip(new HalfCodec(), values));
    }

    private protected override IGradientCodec Create() => new HalfCodec();
}
