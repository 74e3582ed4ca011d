using Tutti.Learning.Data.Ecg;

namespace Tutti.Learning.Tests.Data.Ecg;

public sealed class EcgFiltersTests
{
    private const double Frequency = 360;

    [Theory]
    [InlineData(BaselineRemoval.HighPass, 0.2)]
    [InlineData(BaselineRemoval.Median, 0.25)]
    public void RemoveBaseline_DriftUnderBeats_LeavesTheBeats(BaselineRemoval removal, double tolerance)
    {
        // Breathing at 0.1 Hz, three times as high as the narrow beats each second.
        var beats = Signal(n => n % 360 is >= 100 and < 120 ? 1 : 0);
        var drifting = Signal(n => beats[n] + 3 * (float)Math.Sin(2 * Math.PI * 0.1 * n / Frequency));

        EcgFilters.RemoveBaseline(drifting, Frequency, removal);

        for (var beat = 5; beat < 15; beat++)
            Assert.Equal(1, drifting[beat * 360 + 110] - drifting[beat * 360 + 80], tolerance);
        Assert.InRange(drifting[1800..5400].Max(), 0.7, 1.2);
        Assert.InRange(drifting[1800..5400].Min(), -0.4, 0.1);
    }

    [Fact]
    public void RemoveBaseline_None_ChangesNothing()
    {
        float[] signal = [1, 2, 3];

        EcgFilters.RemoveBaseline(signal, Frequency, BaselineRemoval.None);

        Assert.Equal([1, 2, 3], signal);
    }

    [Fact]
    public void RemoveMains_Hum_IsGoneAndTheRestStays()
    {
        var slow = Signal(n => (float)Math.Sin(2 * Math.PI * 5 * n / Frequency));
        var signal = Signal(n => slow[n] + (float)Math.Sin(2 * Math.PI * 60 * n / Frequency));

        EcgFilters.RemoveMains(signal, Frequency, 60);

        for (var n = 1000; n < 6000; n++) Assert.Equal(slow[n], signal[n], 0.02);
    }

    [Fact]
    public void RemoveMains_TooFast_IsRefused()
    {
        Assert.Contains("Expected more than 120", Assert.Throws<ArgumentOutOfRangeException>(
            () => EcgFilters.RemoveMains(new float[9], 100, 60)).Message);
        Assert.Contains("no frequency of mains", Assert.Throws<ArgumentOutOfRangeException>(
            () => EcgFilters.RemoveMains(new float[9], 100, 0)).Message);
    }

    private static float[] Signal(Func<int, float> at) => [.. Enumerable.Range(0, 7200).Select(at)];
}
