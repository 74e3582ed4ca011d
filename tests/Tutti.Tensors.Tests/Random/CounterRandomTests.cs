using Tutti.Tensors.Random;

namespace Tutti.Tensors.Tests.Random;

public sealed class CounterRandomTests
{
    // Known answers published with the generator (Random123, philox4x32-10).
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdcceb, 0x5001e420u, 0x24126ea1u)]
    public void Philox_OnKnownCounters_GivesThePublishedWords(
        uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint w0, uint w1, uint w2, uint w3)
    {
        Assert.Equal((w0, w1, w2, w3), CounterRandom.Philox(c0, c1, c2, c3, k0, k1));
    }

    [Fact]
    public void NextUInt32_OfTheSameStream_RepeatsAndOfAnotherDiffers()
    {
        var (a, b) = (new CounterRandom(7, RandomPurpose.Shuffling, 3), new CounterRandom(7, RandomPurpose.Shuffling, 3));
        CounterRandom[] others =
            [new(8, RandomPurpose.Shuffling, 3), new(7, RandomPurpose.Sampling, 3), new(7, RandomPurpose.Shuffling, 4), new(7, RandomPurpose.Shuffling, 3ul << 32)];
        var first = Enumerable.Range(0, 10).Select(_ => a.NextUInt32()).ToArray();
        Assert.Equal(first, Enumerable.Range(0, 10).Select(_ => b.NextUInt32()).ToArray());
        foreach (var other in others)
        {
            var stream = other;
            Assert.NotEqual(first, Enumerable.Range(0, 10).Select(_ => stream.NextUInt32()).ToArray());
        }
    }

    [Fact]
    public void NextInt32_OverManyDraws_IsUniform()
    {
        var random = new CounterRandom(1, RandomPurpose.Synthetic);
        var counts = new int[7];
        const int Draws = 70_000;
        for (var i = 0; i < Draws; i++) counts[random.NextInt32(7)]++;
        // χ² with 6 degrees of freedom exceeds 22.5 with probability 0.001.
        Assert.True(counts.Sum(count => Math.Pow(count - Draws / 7.0, 2) / (Draws / 7.0)) < 22.5);
    }

    [Fact]
    public void NextNormal_OverManyDraws_HasMeanZeroAndDeviationOne()
    {
        var random = new CounterRandom(2, RandomPurpose.Synthetic);
        var values = Enumerable.Range(0, 100_000).Select(_ => (double)random.NextNormal()).ToArray();
        Assert.Equal(0, values.Average(), 0.015);
        Assert.Equal(1, values.Average(value => value * value), 0.02);
        Assert.Equal(3, values.Average(value => Math.Pow(value, 4)), 0.15);
    }

    [Fact]
    public void NextSingleAndNextDouble_StayBelowOne()
    {
        var random = new CounterRandom(3, RandomPurpose.Synthetic);
        for (var i = 0; i < 10_000; i++)
        {
            Assert.InRange(random.NextSingle(), 0f, 0.99999999f);
            Assert.InRange(random.NextDouble(), 0.0, 0.99999999999999994);
        }
    }

    [Fact]
    public void Shuffle_IsAPermutation()
    {
        var random = new CounterRandom(4, RandomPurpose.Shuffling);
        var values = Enumerable.Range(0, 1000).ToArray();
        random.Shuffle(values.AsSpan());
        Assert.NotEqual(Enumerable.Range(0, 1000), values);
        Assert.Equal(Enumerable.Range(0, 1000), values.Order());
    }

    [Fact]
    public void NextInt32_WithBoundBelowOne_IsRefused()
    {
        var random = new CounterRandom(5, RandomPurpose.Synthetic);
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt32(0));
    }
}
