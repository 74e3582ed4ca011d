using Tutti.Learning.Data.Ecg;

namespace Tutti.Learning.Tests.Data.Ecg;

public sealed class ResamplerTests
{
    [Theory]
    [InlineData(360, 200)]
    [InlineData(360, 128)]
    [InlineData(128, 360)]
    [InlineData(250, 333.333)]
    [InlineData(200, 199.9)]
    public void Resample_Tone_IsTheSameToneAtTheNewTimes(double from, double to)
    {
        var signal = Tone(from, 4 * (int)from);

        var result = Resampler.Resample(signal, from, to);

        Assert.InRange(result.Length, 4 * to - 4, 4 * to + 4);
        var expected = Tone(to, result.Length);
        for (var k = result.Length / 4; k < result.Length / 4 * 3; k++) Assert.Equal(expected[k], result[k], 2e-3);
    }

    [Fact]
    public void Resample_WhatTheNewFrequencyCannotHold_IsFilteredOut()
    {
        float[] signal = [.. Enumerable.Range(0, 1440).Select(n => (float)Math.Sin(2 * Math.PI * 120 * n / 360))];

        var result = Resampler.Resample(signal, 360, 200);

        Assert.All(result[100..700], value => Assert.InRange(value, -2e-3, 2e-3));
    }

    [Fact]
    public void Resample_ConstantOrSameFrequency_Stays()
    {
        Assert.All(Resampler.Resample([5, 5, 5, 5], 360, 250), value => Assert.Equal(5, value, 1e-5));
        Assert.Equal([1, 2, 3], Resampler.Resample([1, 2, 3], 360, 360));
        Assert.Equal(3, Resampler.Resample([1, 2, 3, 4, 5], 360, 200).Length);
        Assert.Empty(Resampler.Resample([], 360, 200));
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(200, -1)]
    [InlineData(double.NaN, 1)]
    public void Resample_NoFrequency_IsRefused(double from, double to) => Assert.Contains(
        "no frequency", Assert.Throws<ArgumentOutOfRangeException>(() => Resampler.Resample([1, 2], from, to)).Message);

    // Two tones within the pass band of all cases.
    private static float[] Tone(double frequency, int count) =>
    [
        .. Enumerable.Range(0, count).Select(n =>
            (float)(Math.Sin(2 * Math.PI * 7 * n / frequency) + 0.5 * Math.Cos(2 * Math.PI * 31 * n / frequency))),
    ];
}
