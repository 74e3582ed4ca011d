using Tutti.Learning.Training;

namespace Tutti.Learning.Tests.Training;

public sealed class SingleWorkerTests
{
    [Fact]
    public void Step_OneShard_ReturnsItsLossAndKeepsItsGradients()
    {
        var (strategy, model) = (new SingleWorker(), new OneParameter());
        Assert.Equal((0, 1, 1), (strategy.Rank, strategy.WorkerCount, strategy.ShardCount));
        Assert.Equal([0], strategy.OwnShards.ToArray());
        strategy.Attach(model);
        strategy.BeginShard(0);
        model.Gradients(0).Fill(3);
        strategy.CompleteShard(0, 0.5f, 1);
        Assert.Equal(new StepOutcome(0.5f, false), strategy.CompleteStep(wantsToStop: false));
        Assert.Equal([3f, 3f], model.Gradients(0).ToArray());
    }

    [Fact]
    public void SkipShard_StaleGradients_AreZeroAndLossIsZero()
    {
        var (strategy, model) = (new SingleWorker(), new OneParameter());
        strategy.Attach(model);
        model.Gradients(0).Fill(3);
        strategy.SkipShard(0);
        Assert.Equal(new StepOutcome(0, true), strategy.CompleteStep(wantsToStop: true));
        Assert.Equal([0f, 0f], model.Gradients(0).ToArray());
    }

    [Fact]
    public void Step_CalledInWrongOrder_SaysWhatIsMissing()
    {
        var strategy = new SingleWorker();
        Assert.Contains("no model", Assert.Throws<InvalidOperationException>(() => strategy.SkipShard(0)).Message);
        strategy.Attach(new OneParameter());
        Assert.Contains("the shard is missing", Assert.Throws<InvalidOperationException>(() => strategy.CompleteStep(wantsToStop: false)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => strategy.BeginShard(1));
        strategy.BeginShard(0);
        strategy.CompleteShard(0, 1, 1);
        strategy.CompleteStep(wantsToStop: false);
        Assert.Throws<InvalidOperationException>(() => strategy.CompleteStep(wantsToStop: false));
    }

    [Fact]
    public void Gather_Contribution_IsCopied()
    {
        double[] own = [1, 2];
        var joined = new SingleWorker().Gather(own);
        own[0] = 9;
        Assert.Equal([1, 2], joined);
    }

    private sealed class OneParameter : IParameterSource
    {
        private readonly float[] values = new float[2];
        private readonly float[] gradients = new float[2];

        public int ParameterCount => 1;

        public string NameOf(int index) => "only";

        public Span<float> Values(int index) => values;

        public Span<float> Gradients(int index) => gradients;

        public bool TryBindGradients(int index, Memory<float> memory) => false;
    }
}
