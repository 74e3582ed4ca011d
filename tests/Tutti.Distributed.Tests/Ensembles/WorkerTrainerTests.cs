using Tutti.Communication.Launching;
using Tutti.Distributed.Ensembles;
using Tutti.Learning.Data;
using Tutti.Learning.Ensembles;
using Tutti.Tensors.Random;
using Tutti.TestKit;

namespace Tutti.Distributed.Tests.Ensembles;

public sealed class WorkerTrainerTests : IDisposable
{
    private static readonly MemberRecipe[] Members =
    [
        new("mlp", new NetworkRecipe { EpochCount = 3, LearningRate = 0.01 }), new("bayes", new GaussianBayesRecipe()),
        new("neighbors", new NearestNeighborsRecipe()),
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Isolation.Thread, 1)]
    [InlineData(Isolation.Thread, 3)]
    [InlineData(Isolation.Process, 2)]
    [InlineData(Isolation.Mpi, 2)]
    public async Task Train_AnyWorkers_GivesTheBitsOfOneAfterTheOther(Isolation isolation, int workers)
    {
        var alone = await FitAsync(new SequentialTrainer());
        var together = await FitAsync(new WorkerTrainer(new DistributorOptions { Workers = workers, Isolation = isolation }, folder.Path));

        Assert.Equal(alone.Model.Combiner.Combine(alone.Predictions), together.Model.Combiner.Combine(together.Predictions));
        foreach (var (first, second) in alone.Outcomes.Zip(together.Outcomes))
        {
            Assert.Equal(first.Task.Member, second.Task.Member);
            Assert.Equal(first.Probabilities, second.Probabilities);
        }
        Assert.Equal(alone.Model.Probabilities(Make(50, 2)), together.Model.Probabilities(Make(50, 2)));
        Assert.All(together.Outcomes, outcome => Assert.InRange(outcome.Worker, 0, workers - 1));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Train_ARecipeThatCannotBeFitted_ThrowsItsErrorAndLeavesNothing()
    {
        MemberTask[] tasks = [new("bad", new NetworkRecipe { EpochCount = 0 }, [0, 1, 2], 0), new("good", new GaussianBayesRecipe(), [0, 1, 2], 0)];

        var problem = await Assert.ThrowsAsync<ArgumentException>(() => new WorkerTrainer(new DistributorOptions { Workers = 2 }, folder.Path)
            .TrainAsync(Make(30, 1), 3, tasks, TestContext.Current.CancellationToken));

        Assert.Contains("EpochCount is 0, expected at least 1", problem.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Train_Cancelled_LeavesNothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new WorkerTrainer(new DistributorOptions { Workers = 2 }, folder.Path)
            .TrainAsync(Make(30, 1), 3, [new MemberTask("m", new GaussianBayesRecipe(), [0], 0)], cancelled.Token));

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Train_ARecipeOfOnesOwnOnProcesses_SaysWhatTravels()
    {
        var trainer = new WorkerTrainer(new DistributorOptions { Workers = 1, Isolation = Isolation.Process }, folder.Path);

        await Assert.ThrowsAnyAsync<NotSupportedException>(() => trainer.TrainAsync(
            Make(30, 1), 3, [new MemberTask("own", new OwnRecipe(), [0], 0)], TestContext.Current.CancellationToken));
    }

    private static Task<TrainedEnsemble> FitAsync(IMemberTrainer trainer) => Stacking.FitAsync(
        Make(150, 1), 3, new StackingOptions { Members = Members, FoldCount = 3 }, trainer, TestContext.Current.CancellationToken);

    private static ClassificationDataset Make(int count, ulong seed)
    {
        var random = new CounterRandom(seed, RandomPurpose.Synthetic);
        var (values, labels) = (new float[count * 3], new byte[count]);
        for (var row = 0; row < count; row++)
        {
            labels[row] = (byte)(row % 3);
            for (var i = 0; i < 3; i++) values[row * 3 + i] = (i == labels[row] ? 2 : 0) + random.NextNormal();
        }
        return ClassificationDataset.FromFloats("clouds", values, labels, [3], ["a", "b", "c"], Standardization.None);
    }

    private sealed record OwnRecipe : ClassifierRecipe
    {
        public override IClassifier Fit(
            ISampleSource samples, int classCount, ulong seed, int? computeThreads = null, CancellationToken cancellation = default) =>
            new GaussianBayesRecipe().Fit(samples, classCount, seed, computeThreads, cancellation);
    }
}
