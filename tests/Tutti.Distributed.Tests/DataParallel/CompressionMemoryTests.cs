using Tutti.Communication;
using Tutti.Learning.Checkpoints;
using Tutti.Learning.Compression;
using Tutti.Learning.Data;
using Tutti.Learning.Losses;
using Tutti.Learning.Modules;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;
using Tutti.Tensors;
using Tutti.Tensors.Random;
using Tutti.TestKit;

namespace Tutti.Distributed.Tests;

/// <summary>What compression still owes survives in training states, for any number of workers.</summary>
public sealed class CompressionMemoryTests : IDisposable
{
    private const int Shards = 4, LastStep = 7;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("half")]
    [InlineData("int8")]
    [InlineData("top-k:0.1")]
    [InlineData("power-sgd:1")]
    public void Fit_RestoredByOtherWorkers_EndsWithTheSameBits(string word)
    {
        var undisturbed = Train(1, word)[0];
        foreach (var (before, after) in new[] { (1, 4), (3, 2), (4, 1), (2, 3) })
        {
            Train(before, word, (trainer, rank) => StopAfter(trainer, rank, LastStep));
            Assert.All(Train(after, word, (trainer, _) => trainer.Restore(folder["state"])), digest => Assert.Equal(undisturbed, digest));
        }
    }

    // The control: without what is owed, the training goes elsewhere.
    [Theory]
    [InlineData("top-k:0.1", "residual")]
    [InlineData("power-sgd:1", "residual")]
    [InlineData("power-sgd:1", "factor")]
    public void Fit_RestoredWithoutWhatIsOwed_EndsWithOtherBits(string word, string kind)
    {
        Train(2, word, (trainer, rank) => StopAfter(trainer, rank, LastStep));
        Rewrite(entry => entry, (name, values) => { if (name.StartsWith($"strategy.{kind}", StringComparison.Ordinal)) values.Clear(); });
        Assert.NotEqual(Train(1, word)[0], Train(2, word, (trainer, _) => trainer.Restore(folder["state"]))[0]);
    }

    // Whoever wrote it, the file is the same.
    [Theory]
    [InlineData("int8", "strategy.residual.0.0.bias strategy.residual.0.0.weight", 16)]
    [InlineData("power-sgd:1", "strategy.factor.0.weight strategy.factor.2.weight", 10)]
    public void SaveState_AnyNumberOfWorkers_WritesTheSameBytes(string word, string first, int count)
    {
        var files = new[] { 1, 2, 4 }.Select(workers =>
        {
            Train(workers, word, (trainer, rank) => StopAfter(trainer, rank, LastStep));
            using var file = SafetensorsFile.Open(folder["state"]);
            var names = file.Entries.Select(entry => entry.Name).Where(name => name.StartsWith("strategy.", StringComparison.Ordinal)).ToArray();
            Assert.Equal(first, string.Join(' ', names.Order(StringComparer.Ordinal).Take(2)));
            Assert.Equal(count, names.Length);
            return string.Join(' ', names.Select(name => Convert.ToHexString(Bytes(file, name))));
        }).ToArray();
        Assert.All(files, bytes => Assert.Equal(files[0], bytes));
    }

    [Fact]
    public void Restore_StateThatDoesNotFit_SaysWhatIsWrongBeforeAnythingChanges()
    {
        Train(1, "int8", (trainer, rank) => StopAfter(trainer, rank, LastStep));
        var whole = File.ReadAllBytes(folder["state"]);

        Rewrite(entry => entry.Name == "strategy.residual.2.0.bias" ? null : entry);
        Assert.Contains("does not fit 'int8'. Got no 'strategy.residual.2.0.bias'.", Refusal("int8"));
        File.WriteAllBytes(folder["state"], whole);
        Rewrite(entry => entry, (name, values) => { if (name == "strategy.residual.3.2.weight") values[0] = float.NaN; });
        Assert.Contains("Got a value of 'strategy.residual.3.2.weight' that is not finite", Refusal("int8"));
        File.WriteAllBytes(folder["state"], whole);
        Rewrite(entry => entry.Name == "strategy.residual.0.0.bias" ? entry with { Name = "strategy.residual.4.0.bias" } : entry);
        Assert.Contains("Got no 'strategy.residual.0.0.bias'", Refusal("int8"));
        File.WriteAllBytes(folder["state"], whole);
        Rewrite(entry => entry.Name == "strategy.residual.0.0.bias" ? entry with { Shape = [4, 6] } : entry);
        Assert.Contains("Got 'strategy.residual.0.0.bias' (F32 [4, 6]). Expected 'strategy.residual.0.0.bias' (F32 [24])", Refusal("int8"));
        File.WriteAllBytes(folder["state"], whole);
        Rewrite(entry => entry, extra: new SafetensorsEntry("strategy.residual.4.0.bias", ElementType.Float32, [24]));
        Assert.Contains("Got 'strategy.residual.4.0.bias' (F32 [24]). Expected 16 tensors of 'int8'", Refusal("int8"));
        File.WriteAllBytes(folder["state"], whole);
        Assert.Contains("does not fit 'power-sgd:1'. Got no 'strategy.factor.", Refusal("power-sgd:1"));
    }

    [Fact]
    public void Fit_RestoredWithOtherCompression_SaysWhichDiffers()
    {
        Train(1, "int8", (trainer, rank) => StopAfter(trainer, rank, LastStep));
        // The tensors are those of every codec.
        Assert.Contains("StrategyMemory half where it was int8",
            Assert.Throws<InvalidOperationException>(() => Train(1, "half", (trainer, _) => trainer.Restore(folder["state"]))).Message);
        Assert.Contains("StrategyMemory none where it was int8",
            Assert.Throws<InvalidOperationException>(() => Train(1, "none", (trainer, _) => trainer.Restore(folder["state"]))).Message);
        Train(1, "none", (trainer, rank) => StopAfter(trainer, rank, LastStep));
        Assert.Contains("Got no 'strategy.residual.0.0.weight'", Refusal("half"));
    }

    [Fact]
    public void SaveState_WhereTheOthersDoNotExpectIt_SaysWhen()
    {
        var errors = WorkerThreads.Run(2, world =>
        {
            var trainer = Trainer(world, "half", Network());
            trainer.Fit(Data());
            return Assert.Throws<InvalidOperationException>(() => trainer.SaveState(folder[$"late-{world.Rank}"])).Message;
        });
        Assert.Contains("Expected one of rank 0's observers", errors[0]);
        Assert.Contains("Got a call on rank 1", errors[1]);
    }

    private string Refusal(string word)
    {
        var network = Network();
        var trainer = Trainer(World.Single(), word, network);
        var before = network.WeightsSha256();
        var message = Assert.Throws<InvalidDataException>(() => trainer.Restore(folder["state"])).Message;
        Assert.Equal(before, network.WeightsSha256());
        return message;
    }

    private void Rewrite(Func<SafetensorsEntry, SafetensorsEntry?> change, Change? edit = null, SafetensorsEntry? extra = null)
    {
        (SafetensorsEntry Entry, byte[] Data)[] all;
        Dictionary<string, string> metadata;
        using (var file = SafetensorsFile.Open(folder["state"]))
        {
            metadata = new(file.Metadata);
            all = [.. file.Entries.Select(entry => (change(entry), Bytes(file, entry.Name))).Where(pair => pair.Item1 is not null).Select(pair => (pair.Item1!, pair.Item2))];
        }
        if (extra is not null) all = [.. all, (extra, new byte[extra.ByteCount])];
        foreach (var (entry, data) in all) edit?.Invoke(entry.Name, System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(data.AsSpan()));
        SafetensorsFile.Write(folder["state"], [.. all.Select(pair => pair.Entry)], index => all[index].Data, metadata);
    }

    private static byte[] Bytes(SafetensorsFile file, string name)
    {
        Assert.True(file.TryGet(name, out var entry));
        var values = new float[entry.Shape.ElementCount];
        file.Read<float>(name, values);
        return System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
    }

    private void StopAfter(Trainer trainer, int rank, long step)
    {
        if (rank == 0) trainer.Observers.Add(new Saver(trainer, folder["state"], step));
    }

    private static IReadOnlyList<string> Train(int workers, string word, Action<Trainer, int>? prepare = null) => WorkerThreads.Run(workers, world =>
    {
        var network = Network();
        var trainer = Trainer(world, word, network);
        prepare?.Invoke(trainer, world.Rank);
        trainer.Fit(Data());
        return network.WeightsSha256();
    });

    private static Trainer Trainer(World world, string word, Sequential network) => new(network, new Adam(1e-2), Losses.CrossEntropy,
        new DataParallel(world, new() { ShardCount = Shards, Compression = GradientCompression.Parse(word), BucketBytes = 100 * world.Size }),
        new() { EpochCount = 3, BatchSize = 16, Seed = 9 });

    private static Sequential Network() => new(new Linear(6, 24), new ReLU(), new Linear(24, 4));

    // The last batch of each epoch has three samples: a shard has none, and sends what it owes.
    private static ClassificationDataset Data()
    {
        var random = new CounterRandom(2, RandomPurpose.Synthetic);
        return ClassificationDataset.FromFloats("noise", [.. Enumerable.Range(0, 6 * 67).Select(_ => random.NextNormal())],
            [.. Enumerable.Range(0, 67).Select(i => (byte)(i % 4))], [6], ["a", "b", "c", "d"], new Standardization(0, 1));
    }

    private delegate void Change(string name, Span<float> values);

    private sealed class Saver(Trainer trainer, string path, long last) : TrainingObserver
    {
        public override void StepEnded(in StepReport step)
        {
            if (step.Step == last - 1) trainer.RequestStop();
            if (step.IsStopping) trainer.SaveState(path);
        }
    }
}
