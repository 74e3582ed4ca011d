using Tutti.Experiments.Data;
using Tutti.Tensors.Random;

namespace Tutti.Experiments.Tests.Data;

public sealed class PrincipalComponentsTests
{
    [Fact]
    public void Reduce_Rows_HasUnitDeviationInAllAndTheMostFirst()
    {
        var random = new CounterRandom(1, RandomPurpose.Synthetic);
        var values = new float[500 * 6];
        for (var index = 0; index < values.Length; index++) values[index] = random.NextNormal() * (1 + index % 6);

        var reduced = PrincipalComponents.Reduce(new LabelledRows("rows", values, new byte[500], 6, 1), 3);

        var train = HeldOut.Train(reduced).Values;
        double Variance(int column) => train.Where((_, index) => index % 3 == column).Average(value => (double)value * value);
        Assert.Equal(3, reduced.Width);
        Assert.Equal(500 * 3, reduced.Values.Length);
        Assert.Equal(1, (Variance(0) + Variance(1) + Variance(2)) / 3, 0.01);
        Assert.True(Variance(0) > Variance(1) && Variance(1) > Variance(2));
    }

    [Fact]
    public void Reduce_OtherTestRows_LeavesTrainingRowsAsTheyAre()
    {
        var random = new CounterRandom(2, RandomPurpose.Synthetic);
        var values = new float[100 * 4];
        for (var index = 0; index < values.Length; index++) values[index] = random.NextNormal();
        var rows = new LabelledRows("rows", values, new byte[100], 4, 1);
        var other = rows with { Values = [.. values.Select((value, index) => HeldOut.IsTest(index / 4) ? value + 50 : value)] };

        Assert.Equal(HeldOut.Train(PrincipalComponents.Reduce(rows, 2)).Values, HeldOut.Train(PrincipalComponents.Reduce(other, 2)).Values);
    }
}
