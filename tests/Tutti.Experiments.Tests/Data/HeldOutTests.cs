using Tutti.Experiments.Data;

namespace Tutti.Experiments.Tests.Data;

public sealed class HeldOutTests
{
    private static readonly LabelledRows Rows = new(
        "rows", [.. Enumerable.Range(0, 60).Select(value => (float)value)], [.. Enumerable.Range(0, 30).Select(row => (byte)(row % 3))], 2, 3);

    [Fact]
    public void Split_Rows_HoldsEveryTenthOut()
    {
        var (_, train, test) = HeldOut.Split(Rows);
        var values = new float[6];
        test.CopySamples([0, 1, 2], values);

        Assert.Equal((27, 3), (train.Count, test.Count));
        Assert.Equal([18, 19, 38, 39, 58, 59], values);
        Assert.Equal(train.Count, HeldOut.TrainCount(Rows.Count));
    }

    [Fact]
    public void Split_FewerRows_HasTestRowsOfTheLargerNumber()
    {
        var values = new float[4];
        HeldOut.Split(Rows.Take(20)).Test.CopySamples([0, 1], values);

        Assert.Equal([18, 19, 38, 39], values);
    }
}
