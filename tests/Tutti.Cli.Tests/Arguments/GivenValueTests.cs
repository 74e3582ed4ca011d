using Tutti.Cli.Arguments;

namespace Tutti.Cli.Tests.Arguments;

public sealed class GivenValueTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("1024", 1024)]
    public void WholeNumber_InRange_IsRead(string text, int expected) => Assert.Equal(expected, new GivenValue("--n", text).WholeNumber(1, 1024));

    [Theory]
    [InlineData("0")]
    [InlineData("1025")]
    [InlineData("1.5")]
    [InlineData("1,000")]
    [InlineData("many")]
    [InlineData("")]
    public void WholeNumber_OutOfRangeOrNoNumber_SaysWhatIsExpected(string text)
    {
        var thrown = Assert.Throws<InputException>(() => new GivenValue("--n", text).WholeNumber(1, 1024));

        Assert.Equal($"--n: not a number that fits. Got '{text}'. Expected a whole number from 1 to 1024.", thrown.Message);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("x")]
    public void MoreThanZero_NoPositiveFiniteNumber_Throws(string text) =>
        Assert.Throws<InputException>(() => new GivenValue("--learning-rate", text).MoreThanZero());

    [Fact]
    public void MoreThanZero_ScientificNotation_IsRead() => Assert.Equal(1e-3, new GivenValue("--learning-rate", "1e-3").MoreThanZero());

    [Theory]
    [InlineData("1")]
    [InlineData("-0.1")]
    [InlineData("NaN")]
    public void Fraction_OutsideItsRange_Throws(string text) => Assert.Throws<InputException>(() => new GivenValue("--momentum", text).Fraction());

    [Fact]
    public void Seed_LargestNumber_IsRead() => Assert.Equal(ulong.MaxValue, new GivenValue("--seed", "18446744073709551615").Seed());

    [Fact]
    public void OneOf_UnknownName_NamesTheNearest()
    {
        var thrown = Assert.Throws<InputException>(() => new GivenValue("--optimizer", "adma").OneOf(["sgd", "adam"]));

        Assert.Equal("--optimizer: unknown value. Got 'adma'. Did you mean 'adam'? Expected one of sgd, adam.", thrown.Message);
    }
}
