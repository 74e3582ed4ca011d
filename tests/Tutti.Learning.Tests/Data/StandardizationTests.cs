using Tutti.Learning.Data;

namespace Tutti.Learning.Tests.Data;

public sealed class StandardizationTests
{
    [Fact]
    public void OfBytes_BlackAndWhite_IsAHalfAndAHalf() => Assert.Equal(new Standardization(0.5f, 0.5f), Standardization.OfBytes([0, 255, 255, 0]));

    [Fact]
    public void OfBytes_RandomBytes_AgreesWithTheDefinition()
    {
        var bytes = new byte[10_000];
        new System.Random(3).NextBytes(bytes);
        var mean = bytes.Average(value => value / 255.0);
        var deviation = Math.Sqrt(bytes.Average(value => Math.Pow(value / 255.0 - mean, 2)));

        var constants = Standardization.OfBytes(bytes);

        Assert.Equal((float)Math.Round(mean, 4), constants.Mean);
        Assert.Equal((float)Math.Round(deviation, 4), constants.StandardDeviation);
    }

    [Fact]
    public void OfBytes_ConstantBytes_DivideByOne() => Assert.Equal(1, Standardization.OfBytes([51, 51]).StandardDeviation);

    [Fact]
    public void OfBytes_NoBytes_LeavesValuesAsTheyAre() => Assert.Equal(Standardization.None, Standardization.OfBytes([]));
}
