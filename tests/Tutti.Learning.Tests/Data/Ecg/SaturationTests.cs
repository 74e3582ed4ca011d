using Tutti.Learning.Data.Ecg;
using Tutti.Learning.Data.Sources.Wfdb;

namespace Tutti.Learning.Tests.Data.Ecg;

public sealed class SaturationTests
{
    // Eleven bits around 1024, as the MIT-BIH database has them: 0 to 2047.
    private static readonly WfdbSignal Signal = new("r.dat", 212, 0, 200, 1024, "mV", 11, 1024, 0, null, "MLII");

    [Fact]
    public void Of_RunsAtTheRails_AreSaturated()
    {
        var samples = Wave();
        samples.AsSpan(100, 4).Fill(2047);
        samples.AsSpan(200, 4).Clear();
        samples.AsSpan(300, 2).Fill(2047);

        var saturation = Saturation.Of(samples, Signal, 360);

        Assert.True(saturation.IsWithin(100, 101));
        Assert.True(saturation.IsWithin(150, 201));
        Assert.False(saturation.IsWithin(104, 200));
        Assert.False(saturation.IsWithin(204, 1000));
    }

    [Fact]
    public void Of_LongRunAtTheGreatestValue_IsSaturated()
    {
        var samples = Wave();
        samples.AsSpan(400, 20).Fill(1500);

        Assert.True(Saturation.Of(samples, Signal, 360).IsWithin(400, 401));
    }

    [Fact]
    public void Of_RestBetweenPulses_IsNotSaturated()
    {
        var samples = new int[1000];
        samples.AsSpan().Fill(1000);
        for (var i = 0; i < samples.Length; i += 200) samples[i] = 1200;

        Assert.False(Saturation.Of(samples, Signal, 360).IsWithin(0, 1000));
        Assert.False(Saturation.Of(new int[1000], Signal with { Zero = 0 }, 360).IsWithin(0, 1000));
    }

    [Fact]
    public void Of_MissingSamples_AreNot()
    {
        var samples = new int[100];
        samples.AsSpan().Fill(-2048);

        Assert.False(Saturation.Of(samples, Signal with { Resolution = 12, Zero = 0 }, 360).IsWithin(0, 100));
    }

    private static int[] Wave() => [.. Enumerable.Range(0, 1000).Select(n => 1024 + (int)(100 * Math.Sin(n / 7.0)))];
}
