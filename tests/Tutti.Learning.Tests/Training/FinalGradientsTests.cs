using Tutti.Learning.Data;
using Tutti.Learning.Modules;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;
using Loss = Tutti.Learning.Losses.Losses;

namespace Tutti.Learning.Tests.Training;

public sealed class FinalGradientsTests
{
    [Fact]
    public void Fit_StrategyThatFollows_IsToldOfEachParameterOnceAStepAndTheLastLayerFirst()
    {
        var strategy = new Listener { FollowsGradients = true };
        Fit(strategy);
        // Two steps of a shard in three micro-batches: only the last pass makes gradients final.
        Assert.Equal(8, strategy.Completed.Count);
        Assert.Equal([0, 1, 2, 3], strategy.Completed[..4].Order());
        Assert.Equal([2, 3], strategy.Completed[..2].Order());
        Assert.Equal(strategy.Completed[..4], strategy.Completed[4..]);
    }

    [Fact]
    public void Fit_StrategyThatDoesNot_IsToldOfNone()
    {
        var strategy = new Listener { FollowsGradients = false };
        Fit(strategy);
        Assert.Empty(strategy.Completed);
    }

    private static void Fit(Listener strategy)
    {
        var network = new Sequential(new Linear(6, 8), new ReLU(), new Linear(8, 3));
        var data = ClassificationDataset.FromFloats("rows", new float[10 * 6], new byte[10], [6], ["a", "b", "c"], Standardization.None);
        var options = new TrainerOptions { EpochCount = 1, BatchSize = 5, MicroBatchSize = 2 };
        new Trainer(network, new Sgd(0.1), Loss.CrossEntropy, strategy, options).Fit(data);
    }

    private sealed class Listener : ITrainingStrategy
    {
        private readonly SingleWorker inner = new();

        internal List<int> Completed { get; } = [];

        public bool FollowsGradients { get; init; }

        public string Name => inner.Name;

        public int Rank => inner.Rank;

        public int WorkerCount => inner.WorkerCount;

        public int ShardCount => inner.ShardCount;

        public ReadOnlySpan<int> OwnShards => inner.OwnShards;

        public void Attach(IParameterSource model) => inner.Attach(model);

        public void BeginShard(int position) => inner.BeginShard(position);

        public void CompleteGradient(int index) => Completed.Add(index);

        public void CompleteShard(int position, float weightedLoss, double weight) => inner.CompleteShard(position, weightedLoss, weight);

        public void SkipShard(int position) => inner.SkipShard(position);

        public StepOutcome CompleteStep(bool wantsToStop) => inner.CompleteStep(wantsToStop);

        public double[] Gather(ReadOnlySpan<double> contribution) => inner.Gather(contribution);
    }
}
