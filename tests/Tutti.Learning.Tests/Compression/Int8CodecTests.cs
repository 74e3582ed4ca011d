using System.Buffers.Binary;
using Tutti.Learning.Compression;

namespace Tutti.Learning.Tests.Compression;

public sealed class Int8CodecTests : GradientCodecConformance
{
    private const int BlockSize = 256;

    // Beside the unit's half: rounding of the quotient and of the product, 127 · 2⁻²⁴ each.
    private static readonly double Rounding = Math.Pow(2, -16);

    [Fact]
    public void Encode_KnownValues_GivesTheseBytes()
    {
        var codec = new Int8Codec(new Int8CodecOptions { BlockSize = 2 });
        Assert.Equal("0000803F000000407FC081", Convert.ToHexString(CodecValues.Encode(codec, [127, -63.5f, -254])));
        Assert.Equal("0000803F" + "7F80", Convert.ToHexString(CodecValues.Encode(codec, [127, float.NaN])));
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void MaximumEncodedBytes_AnyCount_IsExact(int count)
    {
        var bytes = count + 4 * ((count + BlockSize - 1) / BlockSize);
        Assert.Equal(bytes, Create().MaximumEncodedBytes(count));
        Assert.Equal(bytes, CodecValues.Encode(Create(), CodecValues.Normal(count)).Length);
    }

    [Theory]
    [InlineData(false, 0.5)]
    [InlineData(true, 1)]
    public void EncodeDecode_BlocksOfEverySize_LoseSoMuchOfAScale(bool isStochastic, double units)
    {
        var codec = new Int8Codec(new Int8CodecOptions { IsStochastic = isStochastic });
        for (var exponent = -149; exponent <= 127; exponent++)
        {
            var values = CodecValues.Normal(BlockSize).Select(value => float.CreateSaturating(value * Math.Pow(2, exponent))).ToArray();
            values = [.. values.Select(value => Math.Clamp(value, float.MinValue, float.MaxValue))];
            var encoded = CodecValues.Encode(codec, values, (ulong)(exponent + 149));
            var decoded = CodecValues.Decode(codec, encoded, values.Length);
            double scale = BinaryPrimitives.ReadSingleLittleEndian(encoded);
            var largest = values.Max(value => Math.Abs((double)value));

            Assert.InRange(scale, 0, largest / 127 * (1 + Math.Pow(2, -22)) + float.Epsilon);
            for (var i = 0; i < values.Length; i++)
                Assert.InRange(Math.Abs((double)values[i] - decoded[i]), 0, scale * (units + Rounding));
        }
    }

    [Theory]
    [InlineData(float.MaxValue)]
    [InlineData(float.Epsilon)]
    [InlineData(190 * float.Epsilon)]
    public void EncodeDecode_TheEndsOfTheRange_StayNear(float largest)
    {
        var decoded = CodecValues.RoundTrip(Create(), [largest, -largest, 0]);
        Assert.Equal(largest, decoded[0], largest * Math.Pow(2, -22));
        Assert.Equal([-decoded[0], 0], decoded[1..]);
    }

    [Fact]
    public void Encode_Stochastic_IsRightOnAverage()
    {
        // 100 and 0.3 · 100 / 127: three tenths of the way from level 0 to level 1.
        var codec = new Int8Codec(new Int8CodecOptions { IsStochastic = true });
        var value = 0.3f * 100 / 127;
        const int Draws = 10_000;
        var sum = 0.0;
        for (ulong id = 0; id < Draws; id++) sum += CodecValues.RoundTrip(codec, [100, value], id)[1];

        // Five standard deviations of a mean of Bernoulli numbers.
        Assert.Equal(value, sum / Draws, 5 * 100.0 / 127 * Math.Sqrt(0.3 * 0.7 / Draws));
    }

    [Fact]
    public void Encode_Stochastic_FollowsSeedAndId()
    {
        var values = CodecValues.Normal(1000);
        var codec = new Int8Codec(new Int8CodecOptions { IsStochastic = true, Seed = 5 });
        var encoded = CodecValues.Encode(codec, values, 9);

        Assert.Equal(encoded, CodecValues.Encode(new Int8Codec(new Int8CodecOptions { IsStochastic = true, Seed = 5 }), values, 9));
        Assert.NotEqual(encoded, CodecValues.Encode(codec, values, 10));
        Assert.NotEqual(encoded, CodecValues.Encode(new Int8Codec(new Int8CodecOptions { IsStochastic = true, Seed = 6 }), values, 9));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(-1f)]
    [InlineData(float.MaxValue)]
    [InlineData(float.MaxValue / 127)]
    public void Decode_ScaleThatIsNone_IsRefused(float scale)
    {
        var encoded = CodecValues.Encode(Create(), CodecValues.Normal(300));
        BinaryPrimitives.WriteSingleLittleEndian(encoded.AsSpan(4), scale);
        var problem = Assert.Throws<InvalidDataException>(() => CodecValues.Decode(Create(), encoded, 300));
        Assert.StartsWith("int8: encoded values are not understood, the scale of block 1 is none. Got ", problem.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_BlocksOfNothing_AreRefused() =>
        Assert.Throws<ArgumentException>(() => new Int8Codec(new Int8CodecOptions { BlockSize = 0 }));

    private protected override IGradientCodec Create() => new Int8Codec();
}
