using Tutti.Experiments.Reports;

namespace Tutti.Experiments.Tests.Reports;

public sealed class ReportNumberTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1.00")]
    [InlineData(9.996, "10.0")]
    [InlineData(0.09876, "0.0988")]
    [InlineData(0.00123, "0.00123")]
    [InlineData(123.4, "123")]
    [InlineData(12345.6, "12,346")]
    [InlineData(-1.5, "-1.50")]
    [InlineData(0.00001234, "1.23e-5")]
    [InlineData(1.5e12, "1.50e+12")]
    [InlineData(double.NaN, "–")]
    public void Measured_OfANumber_HasThreeSignificantDigits(double value, string expected) => Assert.Equal(expected, ReportNumber.Measured(value));

    [Theory]
    [InlineData(10_000, 10_000, "10,000")]
    [InlineData(0.3, 0.1, "0.3")]
    [InlineData(0.25, 0.05, "0.25")]
    [InlineData(-1e-17, 0.2, "0.0")]
    [InlineData(2e12, 1e12, "2e+12")]
    public void OnAxis_OfATick_HasTheDigitsThatItsStepNeeds(double value, double step, string expected) =>
        Assert.Equal(expected, ReportNumber.OnAxis(value, step));
}
