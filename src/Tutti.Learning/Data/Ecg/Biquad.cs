namespace Tutti.Learning.Data.Ecg;

/// <summary>
/// A recursive filter of second order, y[n] = b₀x[n] + b₁x[n−1] + b₂x[n−2] − a₁y[n−1] − a₂y[n−2], designed by the bilinear transform with
/// the frequency prewarped.
/// </summary>
internal readonly record struct Biquad(double B0, double B1, double B2, double A1, double A2)
{
    /// <summary>Butterworth's high-pass: 3 dB below at the cutoff.</summary>
    public static Biquad HighPass(double cutoff, double frequency)
    {
        var k = Math.Tan(Math.PI * cutoff / frequency);
        var norm = 1 / (1 + Math.Sqrt(2) * k + k * k);
        return new Biquad(norm, -2 * norm, norm, 2 * (k * k - 1) * norm, (1 - Math.Sqrt(2) * k + k * k) * norm);
    }

    /// <summary>Butterworth's low-pass: 3 dB below at the cutoff.</summary>
    public static Biquad LowPass(double cutoff, double frequency)
    {
        var k = Math.Tan(Math.PI * cutoff / frequency);
        var norm = 1 / (1 + Math.Sqrt(2) * k + k * k);
        return new Biquad(k * k * norm, 2 * k * k * norm, k * k * norm, 2 * (k * k - 1) * norm, (1 - Math.Sqrt(2) * k + k * k) * norm);
    }

    /// <summary>Nothing passes at the centre; the band that is more than 3 dB below is as wide as said.</summary>
    public static Biquad Notch(double centre, double width, double frequency)
    {
        var k = Math.Tan(Math.PI * width / frequency);
        var norm = 1 / (1 + k);
        var turn = -2 * Math.Cos(2 * Math.PI * centre / frequency) * norm;
        return new Biquad(norm, turn, norm, turn, (1 - k) * norm);
    }

    /// <summary>
    /// Runs forwards and then backwards, so that nothing is delayed; the effect on amplitudes is squared. Both runs start as if the signal
    /// had always had its first value.
    /// </summary>
    public void RunZeroPhase(Span<double> signal)
    {
        Run(signal);
        signal.Reverse();
        Run(signal);
        signal.Reverse();
    }

    private void Run(Span<double> signal)
    {
        if (signal.IsEmpty) return;
        // What a constant input has led to: the gain at frequency 0 is (b0 + b1 + b2) / (1 + a1 + a2).
        var (x1, y1) = (signal[0], signal[0] * (B0 + B1 + B2) / (1 + A1 + A2));
        var (x2, y2) = (x1, y1);
        for (var n = 0; n < signal.Length; n++)
        {
            var x = signal[n];
            var y = B0 * x + B1 * x1 + B2 * x2 - A1 * y1 - A2 * y2;
            (x2, x1, y2, y1) = (x1, x, y1, y);
            signal[n] = y;
        }
    }
}
