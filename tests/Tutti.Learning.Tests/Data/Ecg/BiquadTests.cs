using Tutti.Learning.Data.Ecg;

namespace Tutti.Learning.Tests.Data.Ecg;

public sealed class BiquadTests
{
    private const double Frequency = 360;

    // Run twice, 3 dB become 6: half the amplitude.
    [Theory]
    [InlineData(5, 0.5)]
    [InlineData(50, 1)]
    [InlineData(0.5, 0)]
    public void HighPass_Amplitudes_FollowButterworth(double tone, double expected) =>
        Assert.Equal(expected, Gain(Biquad.HighPass(5, Frequency), tone), 0.01);

    [Theory]
    [InlineData(15, 0.5)]
    [InlineData(1, 1)]
    [InlineData(150, 0)]
    public void LowPass_Amplitudes_FollowButterworth(double tone, double expected) =>
        Assert.Equal(expected, Gain(Biquad.LowPass(15, Frequency), tone), 0.01);

    [Theory]
    [InlineData(60, 0)]
    [InlineData(61, 0.5)]
    [InlineData(40, 1)]
    public void Notch_Amplitudes_VanishAtTheCentre(double tone, double expected) =>
        Assert.Equal(expected, Gain(Biquad.Notch(60, 2, Frequency), tone), 0.02);

    [Fact]
    public void RunZeroPhase_Pulse_StaysWhereItIs()
    {
        var signal = new double[401];
        signal[200] = 1;

        Biquad.LowPass(15, Frequency).RunZeroPhase(signal);

        Assert.Equal(200, Array.IndexOf(signal, signal.Max()));
        for (var i = 1; i < 100; i++) Assert.Equal(signal[200 - i], signal[200 + i], 1e-9);
    }

    private static double Gain(Biquad filter, double tone)
    {
        double[] signal = [.. Enumerable.Range(0, 7200).Select(n => Math.Sin(2 * Math.PI * tone * n / Frequency))];
        filter.RunZeroPhase(signal);
        return signal[2400..4800].Max();
    }
}
