using Tutti.Experiments.Reports;

namespace Tutti.Experiments.Tests.Reports;

public sealed class MeasurementTests
{
    [Fact]
    public void Of_AnOddNumberOfValues_IsTheMiddleOne() => Assert.Equal(new Measurement(2, 1, 9, 3), Measurement.Of([9, 1, 2]));

    [Fact]
    public void Of_AnEvenNumberOfValues_IsTheMeanOfTheTwoInTheMiddle() => Assert.Equal(new Measurement(2.5, 1, 9, 4), Measurement.Of([9, 1, 2, 3]));

    [Fact]
    public void Of_ValuesThatAreNotFinite_DoesNotCountThem() =>
        Assert.Equal(new Measurement(4, 4, 4, 1), Measurement.Of([double.NaN, 4, double.PositiveInfinity]));

    [Fact]
    public void Of_Nothing_IsNull() => Assert.Null(Measurement.Of([double.NaN]));
}
