using Tutti.Cli.Output;

namespace Tutti.Cli.Tests.Output;

public sealed class WordsTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KB")]
    [InlineData(200L << 20, "200 MB")]
    [InlineData(3L << 40, "3.0 TB")]
    public void Bytes_OfAnySize_HaveAFittingUnit(long bytes, string expected) => Assert.Equal(expected, Words.Bytes(bytes));

    [Theory]
    [InlineData(1.26, "1.3 s")]
    [InlineData(61, "1:01 min")]
    [InlineData(3_725, "1:02:05")]
    public void Duration_OfAnyLength_IsReadable(double seconds, string expected) => Assert.Equal(expected, Words.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(1, "1 epoch")]
    [InlineData(12_000, "12,000 epochs")]
    public void Count_OfThings_AgreesWithTheNoun(long count, string expected) => Assert.Equal(expected, Words.Count(count, "epoch"));

    [Theory]
    [InlineData(0.44671, "0.4467")]
    [InlineData(237_746_964_931.66, "2.377e+11")]
    [InlineData(double.NaN, "–")]
    public void Loss_OfAnySize_StaysShort(double loss, string expected) => Assert.Equal(expected, Words.Loss(loss));

    [Theory]
    [InlineData(0.88128, "88.13 %")]
    [InlineData(1.0, "100.00 %")]
    [InlineData(double.NaN, "–")]
    [InlineData(null, "–")]
    public void Percent_OfAShare_HasTwoDecimals(double? share, string expected) => Assert.Equal(expected, Words.Percent(share));

    [Theory]
    [InlineData(41_234.6, "41,235")]
    [InlineData(9.87, "9.9")]
    [InlineData(double.PositiveInfinity, "–")]
    public void Rate_OfAnySize_KeepsWhatMatters(double rate, string expected) => Assert.Equal(expected, Words.Rate(rate));
}
