using Tutti.Learning.Compression;
using Tutti.Tensors.Random;

namespace Tutti.Learning.Tests.Compression;

public sealed class TopKCodecTests : GradientCodecConformance
{
    [Fact]
    public void Encode_KnownValues_GivesTheseBytes()
    {
        var codec = new TopKCodec(new TopKCodecOptions { Count = 2 });
        Assert.Equal("000040400000A0C00101", Convert.ToHexString(CodecValues.Encode(codec, [0, 3, -1, -5])));
        var far = new float[1000];
        (far[0], far[301]) = (1, -1);
        Assert.Equal("0000803F000080BF00AC02", Convert.ToHexString(CodecValues.Encode(codec, far)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(149, 1)]
    [InlineData(151, 2)]
    [InlineData(100_000, 1000)]
    public void KeptCount_OnePercent_IsTheNearestButOne(int count, int expected) =>
        Assert.Equal(expected, new TopKCodec().KeptCount(count));

    [Fact]
    public void KeptCount_OfACount_IsAtMostAll()
    {
        var codec = new TopKCodec(new TopKCodecOptions { Count = 5 });
        Assert.Equal((3, 5), (codec.KeptCount(3), codec.KeptCount(500)));
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void EncodeDecode_AnyShare_KeepsWhatASortWould(double share)
    {
        var codec = new TopKCodec(new TopKCodecOptions { Share = share });
        foreach (var values in (float[][])[CodecValues.Normal(3001), CodecValues.AnyFinite(3001), WithTies(3001), new float[3001]])
        {
            var kept = Enumerable.Range(0, values.Length).OrderByDescending(i => MathF.Abs(values[i])).ThenBy(i => i)
                .Take(codec.KeptCount(values.Length)).ToHashSet();
            Assert.Equal(values.Select((value, i) => kept.Contains(i) ? value : 0), CodecValues.RoundTrip(codec, values));
        }
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.3)]
    public void EncodeDecode_AnyValues_LosesAtMostTheShareOfTheSquares(double share)
    {
        var codec = new TopKCodec(new TopKCodecOptions { Share = share });
        float[] equal = [.. Enumerable.Repeat(0.7f, 1000)];
        foreach (var values in (float[][])[CodecValues.Normal(1000), equal])
        {
            var decoded = CodecValues.RoundTrip(codec, values);
            var lost = values.Zip(decoded, (value, other) => Math.Pow((double)value - other, 2)).Sum();
            Assert.InRange(lost, 0, (1 - share) * values.Sum(value => (double)value * value) * (1 + 1e-12));
        }
    }

    [Fact]
    public void Encode_NotFinite_ComesBeforeNumbers()
    {
        var codec = new TopKCodec(new TopKCodecOptions { Count = 2 });
        float[] values = [float.MaxValue, float.PositiveInfinity, 1, float.NaN];
        Assert.Equal([0, float.PositiveInfinity, 0, float.NaN], CodecValues.RoundTrip(codec, values));
    }

    [Fact]
    public void MaximumEncodedBytes_EveryGapLong_IsReached()
    {
        var codec = new TopKCodec(new TopKCodecOptions { Count = 10 });
        var values = new float[1290];
        for (var i = 128; i < values.Length; i += 129) values[i] = 1;
        Assert.Equal(60, codec.MaximumEncodedBytes(values.Length));
        Assert.Equal(60, CodecValues.Encode(codec, values).Length);
    }

    [Fact]
    public void MaximumEncodedBytes_OnePercent_IsLessThanWithWholeIndices() =>
        Assert.InRange(new TopKCodec().MaximumEncodedBytes(10_000_000), 500_000, 580_000);

    // Two values, the first of which is value 0; of 65,536 values gaps may take three bytes each by their length.
    [Theory]
    [InlineData(897, "8007", "index 1 is beyond the values")]
    [InlineData(65_536, "FFFFFFFF0F", "index 1 is beyond the values")]
    [InlineData(897, "8000", "gap 1 is no number")]
    [InlineData(65_536, "FFFFFFFF1F", "gap 1 is no number")]
    [InlineData(897, "80", "gap 1 is no number")]
    [InlineData(897, "0100", "bytes follow the last gap")]
    [InlineData(897, "", "the length does not fit")]
    [InlineData(897, "FFFFFFFF0F", "the length does not fit")]
    public void Decode_IndicesThatCannotBe_AreRefused(int count, string gap, string problem)
    {
        var codec = new TopKCodec(new TopKCodecOptions { Count = 2 });
        var encoded = Convert.FromHexString("0000803F" + "0000803F" + "00" + gap);
        var refusal = Assert.Throws<InvalidDataException>(() => CodecValues.Decode(codec, encoded, count));
        Assert.StartsWith($"top-k: encoded values are not understood, {problem}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_ImpossibleOptions_NamesThemAll()
    {
        var problem = Assert.Throws<ArgumentException>(() => new TopKCodec(new TopKCodecOptions { Share = double.NaN, Count = 0 }));
        Assert.Contains("Share is NaN", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Count is 0", problem.Message, StringComparison.Ordinal);
    }

    private protected override IGradientCodec Create() => new TopKCodec();

    private static float[] WithTies(int count)
    {
        var random = new CounterRandom(9, RandomPurpose.Synthetic);
        var values = new float[count];
        foreach (ref var value in values.AsSpan()) value = random.NextInt32(7) - 3;
        return values;
    }
}
