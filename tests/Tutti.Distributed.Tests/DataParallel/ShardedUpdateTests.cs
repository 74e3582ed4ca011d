using Tutti.Communication;
using Tutti.Learning.Checkpoints;
using Tutti.Learning.Compression;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;
using Tutti.TestKit;

namespace Tutti.Distributed.Tests;

/// <summary>A divided update gives the bits of one that is not, and checkpoints that know nothing of the division.</summary>
public sealed class ShardedUpdateTests : IDisposable
{
    private static readonly StateSharding[] Stages = [StateSharding.OptimizerState, StateSharding.Gradients];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<StateSharding, int, int?> Layouts
    {
        get
        {
            var cases = new TheoryData<StateSharding, int, int?>();
            foreach (var stage in Stages)
                foreach (var workers in new[] { 1, 2, 3, 4 })
                    foreach (var bucketBytes in new int?[] { 1, 5_000, null, int.MaxValue }) cases.Add(stage, workers, bucketBytes);
            return cases;
        }
    }

    public static TheoryData<string, StateSharding> OptimizersAndStages
    {
        get
        {
            var cases = new TheoryData<string, StateSharding>();
            foreach (var optimizer in ShardedTraining.Optimizers.Keys)
                foreach (var stage in Stages) cases.Add(optimizer, stage);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Layouts))]
    public void Training_AnyWorkersAndBuckets_HasTheBitsOfAnUndividedOne(StateSharding stage, int workers, int? bucketBytes) =>
        Check(ShardedTraining.Options(stage, bucketBytes), workers);

    [Theory, MemberData(nameof(OptimizersAndStages))]
    public void Training_AnyOptimizer_HasTheBitsOfAnUndividedOne(string optimizer, StateSharding stage) =>
        Check(ShardedTraining.Options(stage, 3_000), 3, optimizer);

    [Theory]
    [InlineData(StateSharding.OptimizerState)]
    [InlineData(StateSharding.Gradients)]
    public void Training_ClippedAndInMicroBatches_HasTheBitsOfAnUndividedOne(StateSharding stage)
    {
        var how = ShardedTraining.How with { BatchSize = 32, ClipNorm = 0.3, MicroBatchSize = 4 };
        foreach (var workers in new[] { 1, 2, 4 }) Check(ShardedTraining.Options(stage, 2_000), workers, how: how);
        // The control: clipping does change the bits.
        Assert.NotEqual(
            ShardedTraining.Train(World.Single(), ShardedTraining.Options(stage), how: how).Digest,
            ShardedTraining.Train(World.Single(), ShardedTraining.Options(stage), how: how with { ClipNorm = null }).Digest);
    }

    [Theory]
    [InlineData(StateSharding.OptimizerState)]
    [InlineData(StateSharding.Gradients)]
    public void Training_ClippedByValueByHand_HasTheBitsOfAnUndividedOne(StateSharding stage)
    {
        var expected = ByHand(World.Single(), StateSharding.None);
        Assert.All(WorkerThreads.Run(3, world => ByHand(world, stage)), bits => Assert.Equal(expected, bits));
    }

    [Theory]
    [InlineData(StateSharding.OptimizerState)]
    [InlineData(StateSharding.Gradients)]
    public void Training_OverTcp_HasTheBitsOfAnUndividedOne(StateSharding stage)
    {
        var expected = Undivided("adam", ShardedTraining.How);
        foreach (var bucketBytes in new int?[] { null, 4_000 })
            Assert.All(
                ShardedLinksRun(3, world => ShardedTraining.Train(world, ShardedTraining.Options(stage, bucketBytes))),
                outcome => Assert.Equal(expected.Digest, outcome.Digest));
    }

    [Theory]
    [InlineData(GradientAveraging.ReduceBroadcast, "none")]
    [InlineData(null, "int8")]
    public void Training_OptimizerStateWithAnyWayToSum_HasTheBitsOfAnUndividedOne(GradientAveraging? averaging, string compression)
    {
        var options = ShardedTraining.Options(StateSharding.None) with { Averaging = averaging, Compression = GradientCompression.Parse(compression) };
        var expected = ShardedTraining.Train(World.Single(), options);
        var divided = options with { Sharding = StateSharding.OptimizerState };
        Assert.All(WorkerThreads.Run(3, world => ShardedTraining.Train(world, divided)), outcome => Assert.Equal(expected.Digest, outcome.Digest));
    }

    // Four workers save; one, three and five go on, divided in another way or not at all.
    [Theory]
    [InlineData("adam", StateSharding.OptimizerState)]
    [InlineData("adam", StateSharding.Gradients)]
    [InlineData("momentum", StateSharding.Gradients)]
    [InlineData("lamb", StateSharding.OptimizerState)]
    public void SaveState_DividedAmongFour_IsTheUndividedFileAndGoesOnAnywhere(string optimizer, StateSharding stage)
    {
        const int step = 3;
        var expected = Undivided(optimizer, ShardedTraining.How);
        ShardedTraining.Train(World.Single(), ShardedTraining.Options(StateSharding.None), optimizer, prepare: trainer => Save(trainer, "whole", step));
        var saved = WorkerThreads.Run(4, world => ShardedTraining.Train(world, ShardedTraining.Options(stage, 3_000), optimizer,
            prepare: trainer => { if (world.Rank == 0) Save(trainer, "divided", step); }));

        Assert.All(saved, outcome => Assert.Equal(expected.Digest, outcome.Digest));
        Assert.Equal(TensorsOf("whole"), TensorsOf("divided"));
        foreach (var (workers, sharding) in new[] { (1, stage), (3, StateSharding.None), (3, stage), (5, StateSharding.OptimizerState), (5, StateSharding.Gradients) })
            Assert.All(
                WorkerThreads.Run(workers, world => ShardedTraining.Train(
                    world, ShardedTraining.Options(sharding), optimizer, prepare: trainer => trainer.Restore(folder["divided"]))),
                outcome => Assert.Equal((expected.Digest, expected.StepCount), (outcome.Digest, outcome.StepCount)));
    }

    [Fact]
    public void Training_AskedToStop_TellsObserversOfItsLastStepWhileTheyCanSave()
    {
        WorkerThreads.Run(2, world => ShardedTraining.Train(world, ShardedTraining.Options(StateSharding.OptimizerState), prepare: trainer =>
        {
            if (world.Rank == 0) trainer.Observers.Add(new SaveWhereItStops(trainer, folder["stopped"]));
        }));
        var resumed = ShardedTraining.Train(
            World.Single(), ShardedTraining.Options(StateSharding.None), prepare: trainer => trainer.Restore(folder["stopped"]));
        Assert.Equal(Undivided("adam", ShardedTraining.How).Digest, resumed.Digest);
    }

    // Where samples break gradients, the rank that has the broken part of the sum tells the others.
    [Theory]
    [InlineData(StateSharding.None)]
    [InlineData(StateSharding.OptimizerState)]
    [InlineData(StateSharding.Gradients)]
    public void Training_LossThatIsNotFinite_NamesTheSameParameterOnEveryRank(StateSharding stage)
    {
        var errors = WorkerThreads.Run(3, world => Record.Exception(() => ShardedTraining.Train(
            world, ShardedTraining.Options(stage, 3_000), firstValue: float.NaN)));
        Assert.All(errors, error => Assert.Equal("0.weight", Assert.IsType<TrainingDivergedException>(error).ParameterName));
    }

    [Fact]
    public void SaveState_WhereNobodyListens_IsRefused()
    {
        var errors = WorkerThreads.Run(2, world =>
        {
            Trainer? kept = null;
            ShardedTraining.Train(world, ShardedTraining.Options(StateSharding.OptimizerState), prepare: trainer => kept = trainer);
            return Record.Exception(() => kept!.SaveState(folder["late"]));
        });
        Assert.All(errors, error => Assert.Contains(
            "of 'data-parallel' that they do not expect", Assert.IsType<InvalidOperationException>(error).Message));
    }

    [Fact]
    public void Restore_TheStateOfAnotherModel_IsRefused()
    {
        ShardedTraining.Train(World.Single(), ShardedTraining.Options(StateSharding.None), prepare: trainer => Save(trainer, "whole", 2));
        using (var file = SafetensorsFile.Open(folder["whole"]))
        {
            SafetensorsEntry[] entries = [.. file.Entries.Select(entry => entry.Name == "optimizer.mean.0.weight" ? entry with { Shape = [7] } : entry)];
            SafetensorsFile.Write(folder["wrong"], entries, index => new byte[entries[index].ByteCount], file.Metadata);
        }

        var error = Assert.Throws<InvalidDataException>(() => ShardedTraining.Train(
            World.Single(), ShardedTraining.Options(StateSharding.OptimizerState), prepare: trainer => trainer.Restore(folder["wrong"])));
        Assert.Contains("'optimizer.mean.0.weight' (F32 [7]). Expected 1800 numbers", error.Message);
    }

    [Fact]
    public void Attach_ShardingOfOneRankDiffers_IsRefusedWithBothNamed()
    {
        var error = Assert.ThrowsAny<InvalidOperationException>(() => WorkerThreads.Run(2, world =>
        {
            new DataParallel(world, new() { Sharding = (StateSharding)world.Rank }).Attach(new LinearModel(Binding.Binds));
            return 0;
        }));
        Assert.Contains("Got averaging by AllReduce, sharding None", error.Message);
        Assert.Contains("and averaging by AllReduce, sharding OptimizerState", error.Message);
    }

    [Fact]
    public void Constructor_WhatDoesNotGoWithSharding_NamesAll()
    {
        var error = Assert.Throws<ArgumentException>(() => new DataParallel(World.Single(), new()
        {
            Sharding = StateSharding.Gradients, Tune = true, Averaging = GradientAveraging.AllGather, Compression = GradientCompression.Parse("half"),
        }));
        Assert.Contains("Tune is true with Sharding Gradients, expected false", error.Message);
        Assert.Contains("Averaging is AllGather with Sharding Gradients, expected null", error.Message);
        Assert.Contains("Compression is 'half' with Sharding Gradients, expected none", error.Message);
        Assert.Contains("Sharding is 9, expected None, OptimizerState, Gradients",
            Assert.Throws<ArgumentException>(() => new DataParallel(World.Single(), new() { Sharding = (StateSharding)9 })).Message);
    }

    [Fact]
    public void GradientNorm_AnyWorkers_HasTheBitsOfTheWholeModels()
    {
        foreach (var workers in new[] { 1, 2, 5 })
        {
            var norms = WorkerThreads.Run(workers, world =>
            {
                var model = new SizedModel([3_000, 1, 0, 5_121, 1_024]);
                var strategy = new DataParallel(world, ShardedTraining.Options(StateSharding.OptimizerState, 8_000));
                strategy.Attach(model);
                var update = strategy.DivideUpdate(canDivideParameters: true)!;
                model.RunStep(strategy);
                return (Divided: update.GradientNorm(), Whole: GradientClipping.ByNorm(model, double.PositiveInfinity));
            });
            Assert.All(norms, norm => Assert.Equal(norm.Whole, norm.Divided));
        }
    }

    private static ShardedTraining.Outcome Undivided(string optimizer, TrainerOptions how) =>
        ShardedTraining.Train(World.Single(), ShardedTraining.Options(StateSharding.None), optimizer, how);

    private static void Check(DataParallelOptions options, int workers, string optimizer = "adam", TrainerOptions? how = null)
    {
        var expected = Undivided(optimizer, how ?? ShardedTraining.How);
        Assert.All(WorkerThreads.Run(workers, world => ShardedTraining.Train(world, options, optimizer, how)), outcome =>
            Assert.Equal((expected.Digest, expected.TrainLoss), (outcome.Digest, outcome.TrainLoss)));
    }

    private static ShardedTraining.Outcome[] ShardedLinksRun(int workers, Func<World, ShardedTraining.Outcome> work) =>
        ShapedLinks.Run(workers, TimeSpan.Zero, 100_000, work);

    private static int[] ByHand(World world, StateSharding stage)
    {
        var model = new SizedModel([3_000, 40]);
        var strategy = new DataParallel(world, ShardedTraining.Options(stage, 4_000));
        strategy.Attach(model);
        var update = strategy.DivideUpdate(canDivideParameters: true);
        var optimizer = new Adam(1e-2);
        optimizer.Attach(update?.Own ?? model);
        for (var step = 0; step < 4; step++)
        {
            model.RunStep(strategy);
            GradientClipping.ByValue(update?.Own ?? model, 0.01);
            optimizer.Step();
            update?.ShareValues();
        }
        return model.Bits();
    }

    private void Save(Trainer trainer, string name, int step) => trainer.Observers.Add(new SaveAt(trainer, folder[name], step));

    private Dictionary<string, string> TensorsOf(string name)
    {
        using var file = SafetensorsFile.Open(folder[name]);
        return file.Entries.ToDictionary(entry => $"{entry}", entry =>
        {
            var bytes = new byte[entry.ByteCount];
            file.Read(entry.Name, bytes);
            return Convert.ToHexString(bytes);
        });
    }

    private sealed class SaveAt(Trainer trainer, string path, int at) : TrainingObserver
    {
        public override void StepEnded(in StepReport step)
        {
            if (step.Step == at) trainer.SaveState(path);
        }
    }

    private sealed class SaveWhereItStops(Trainer trainer, string path) : TrainingObserver
    {
        public override void StepEnded(in StepReport step)
        {
            if (step.Step == 2) trainer.RequestStop();
            if (step.IsStopping) trainer.SaveState(path);
        }
    }
}
