using Tutti.Learning.Data.Ecg;

namespace Tutti.Learning.Tests.Data.Ecg;

public sealed class SlidingMedianTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(99)]
    public void Of_AnyWidth_IsTheMedianOfWhatIsThere(int width)
    {
        var random = new Random(3);
        float[] signal = [.. Enumerable.Range(0, 40).Select(_ => (float)random.Next(10))];

        var medians = SlidingMedian.Of(signal, width);

        for (var i = 0; i < signal.Length; i++)
        {
            float[] window = [.. signal[Math.Max(0, i - width / 2)..Math.Min(signal.Length, i + width / 2 + 1)].Order()];
            Assert.Equal((window[(window.Length - 1) / 2] + window[window.Length / 2]) / 2, medians[i]);
        }
    }

    [Fact]
    public void Of_Nothing_IsNothing() => Assert.Empty(SlidingMedian.Of([], 3));
}
