using Tutti.Cli.Benchmarks;
using Tutti.Tensors;
using Tutti.Tensors.Random;

namespace Tutti.Cli.Tests.Benchmarks;

public sealed class StepWorkloadTests
{
    public static IEnumerable<TheoryDataRow<string>> Names => StepWorkload.Names.Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(Names))]
    public void Create_OfEveryName_MakesAStepThatLearns(string name)
    {
        var workload = StepWorkload.Create(name);
        var network = workload.CreateNetwork();
        network.Initialize(0);
        var random = new CounterRandom(0, RandomPurpose.Synthetic);
        var (input, target) = workload.MakeBatch(2, ref random);

        var loss = workload.Loss(network.Forward(input), target);
        loss.Backward();

        Assert.True(double.IsFinite(loss.ToScalar()));
        Assert.All(network.Parameters, parameter => Assert.NotNull(parameter.Value.Gradient));
    }

    [Fact]
    public void SmallGpt_HasThePeersNumberOfWeights()
    {
        Assert.Equal(818_176, new SmallGpt().WeightCount);
        Assert.Equal(SmallGpt.Time, StepWorkload.Create(StepWorkload.Gpt).Tokens);
    }
}
