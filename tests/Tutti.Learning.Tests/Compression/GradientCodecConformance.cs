using Tutti.Learning.Compression;
using Tutti.Tensors.Random;

namespace Tutti.Learning.Tests.Compression;

/// <summary>What every codec keeps to.</summary>
public abstract class GradientCodecConformance
{
    private const float Untouched = 1234;

    public static TheoryData<int> Counts => [0, 1, 2, 3, 127, 128, 129, 255, 256, 257, 1000, 20_000];

    /// <summary>A new instance, always with the same options.</summary>
    private protected abstract IGradientCodec Create();

    [Theory]
    [MemberData(nameof(Counts))]
    public void Encode_AnyCount_StaysWithinItsBytes(int count)
    {
        var codec = Create();
        var most = codec.MaximumEncodedBytes(count);
        var encoded = new byte[most + 3];
        encoded.AsSpan(most).Fill(0xAB);

        var bytes = codec.Encode(CodecValues.Normal(count), encoded, 0);

        Assert.InRange(bytes, count == 0 ? 0 : 1, most);
        Assert.All(encoded[most..], item => Assert.Equal(0xAB, item));
        var values = CodecValues.Decode(codec, encoded[..bytes], count);
        Assert.DoesNotContain(Untouched, values);
    }

    [Fact]
    public void Encode_TheSameInput_GivesTheSameBytes()
    {
        var values = CodecValues.AnyFinite(5000);
        var used = Create();
        var first = CodecValues.Encode(used, values, 3);
        CodecValues.Encode(used, CodecValues.Normal(777), 4);

        Assert.Equal(first, CodecValues.Encode(used, values, 3));
        Assert.Equal(first, CodecValues.Encode(Create(), values, 3));
    }

    [Fact]
    public void Decode_AnotherInstance_UnderstandsTheBytes()
    {
        var values = CodecValues.AnyFinite(5000);
        var codec = Create();
        var encoded = CodecValues.Encode(codec, values);

        Assert.Equal(CodecValues.Decode(codec, encoded, 5000), CodecValues.Decode(Create(), encoded, 5000));
    }

    [Fact]
    public void EncodeDecode_Finite_StaysFinite() =>
        Assert.All(CodecValues.RoundTrip(Create(), CodecValues.AnyFinite(20_000)), value => Assert.True(float.IsFinite(value)));

    [Fact]
    public void EncodeDecode_AllZeros_GivesZeros() =>
        Assert.All(CodecValues.RoundTrip(Create(), new float[700]), value => Assert.Equal(0, value));

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void EncodeDecode_NotFinite_StaysToBeSeenAndHarmsNoNeighbour(float broken)
    {
        var values = CodecValues.Normal(1000);
        values[500] = broken;
        var decoded = CodecValues.RoundTrip(Create(), values);

        Assert.False(float.IsFinite(decoded[500]));
        decoded[500] = 0;
        Assert.All(decoded, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Encode_WithoutRoom_IsRefused()
    {
        var codec = Create();
        var encoded = new byte[codec.MaximumEncodedBytes(300) - 1];

        var problem = Assert.Throws<ArgumentException>(() => codec.Encode(CodecValues.Normal(300), encoded, 0));

        Assert.StartsWith($"{codec.Name}: the encoded values have no room. Got {encoded.Length} bytes", problem.Message,
            StringComparison.Ordinal);
        Assert.All(encoded, item => Assert.Equal(0, item));
    }

    [Fact]
    public void MaximumEncodedBytes_CountThatCannotBe_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Create().MaximumEncodedBytes(-1));
        Assert.Equal(0, Create().MaximumEncodedBytes(0));
    }

    [Fact]
    public void Decode_CutOffOrExtended_IsRefusedAndWritesNothing()
    {
        var codec = Create();
        var encoded = CodecValues.Encode(codec, CodecValues.Normal(300));
        for (var length = 0; length < encoded.Length + 12; length++)
        {
            if (length == encoded.Length) continue;
            var other = new byte[length];
            encoded.AsSpan(0, Math.Min(length, encoded.Length)).CopyTo(other);
            var problem = AssertRefused(codec, other, 300);
            Assert.NotNull(problem);
            Assert.StartsWith($"{codec.Name}: encoded values are not understood, ", problem.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Decode_MutatedBytes_IsRefusedOrGivesValues()
    {
        var codec = Create();
        var encoded = CodecValues.Encode(codec, CodecValues.Normal(3000));
        var random = new CounterRandom(1, RandomPurpose.Synthetic);
        for (var round = 0; round < 3000; round++)
        {
            var other = (byte[])encoded.Clone();
            for (var change = random.NextInt32(4); change >= 0; change--)
                other[random.NextInt32(other.Length)] = (byte)(random.NextInt32(3) == 0 ? 0xFF : random.NextUInt32());
            AssertRefused(codec, other, 3000);
        }
    }

    [Fact]
    public void Decode_RandomBytes_IsRefusedOrGivesValues()
    {
        var codec = Create();
        var random = new CounterRandom(2, RandomPurpose.Synthetic);
        for (var round = 0; round < 3000; round++)
        {
            var count = random.NextInt32(400);
            var bytes = new byte[random.NextInt32(codec.MaximumEncodedBytes(count) + 2)];
            foreach (ref var item in bytes.AsSpan()) item = (byte)(random.NextUInt32() >> 24);
            AssertRefused(codec, bytes, count);
        }
    }

    [Fact]
    public void EncodeAndDecode_AfterTheFirstCall_AllocateNothing()
    {
        var codec = Create();
        var values = CodecValues.Normal(10_000);
        var encoded = new byte[codec.MaximumEncodedBytes(values.Length)];
        codec.Decode(encoded.AsSpan(0, codec.Encode(values, encoded, 0)), values);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 5; i++) codec.Decode(encoded.AsSpan(0, codec.Encode(values, encoded, 0)), values);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // Any other exception fails the test.
    private static InvalidDataException? AssertRefused(IGradientCodec codec, byte[] encoded, int count)
    {
        var values = new float[count];
        Array.Fill(values, Untouched);
        try
        {
            codec.Decode(encoded, values);
            return null;
        }
        catch (InvalidDataException problem)
        {
            Assert.All(values, value => Assert.Equal(Untouched, value));
            return problem;
        }
    }
}
