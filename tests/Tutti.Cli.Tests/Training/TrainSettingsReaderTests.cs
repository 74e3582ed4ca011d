using System.CommandLine;
using Tutti.Cli.Arguments;
using Tutti.Cli.Training;
using Tutti.TestKit;

namespace Tutti.Cli.Tests.Training;

public sealed class TrainSettingsReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_NothingGiven_GivesTheDefaults()
    {
        var settings = Read("");

        Assert.Equal(
            ("fashion-mnist-10k", "cnn", 12, 64, 0ul, "adam", "thread", "data-parallel", "runs"),
            (settings.Data, settings.Model, settings.Epochs, settings.BatchSize, settings.Seed, settings.Optimizer, settings.Isolation, settings.Strategy, settings.Out));
        Assert.Equal(Environment.ProcessorCount, settings.WorkerCount);
        Assert.Equal(settings.WorkerCount, settings.ShardCount);
    }

    [Fact]
    public void Read_FileThenAssignmentThenFlag_TheLaterWins()
    {
        var file = Write("""{ "training": { "epochs": 1, "batchSize": 10, "seed": 5 } }""");

        var settings = Read("--epochs 3", file, "training.epochs=2", "training.batchSize=20");

        Assert.Equal((3, 20, 5ul), (settings.Epochs, settings.BatchSize, settings.Seed));
    }

    [Fact]
    public void Read_UnknownKeyInTheFile_NamesTheNearest()
    {
        var file = Write("""{ "training": { "epoch": 1 } }""");

        var thrown = Assert.Throws<InputException>(() => Read("", file));

        Assert.Contains("Got 'training.epoch'. Did you mean 'training.epochs'?", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "not JSON")]
    [InlineData("[1]", "not an object")]
    [InlineData("""{ "training": { "epochs": [1] } }""", "a list")]
    [InlineData("""{ "training": { "epochs": 1, "epochs": 2 } }""", "not JSON")]
    [InlineData("""{ "training": { "epochs": true } }""", "training.epochs in")]
    public void Read_BadFile_SaysWhatIsWrong(string json, string expected)
    {
        var file = Write(json);

        var thrown = Assert.Throws<InputException>(() => Read("", file));

        Assert.Contains(expected, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingFile_SaysSo() =>
        Assert.Contains("cannot be read", Assert.Throws<InputException>(() => Read("", folder["none.json"])).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_SeveralProblems_ReportsAll()
    {
        var thrown = Assert.Throws<InputException>(() => Read("--epochs none --model cnnn", null, "no-assignment", "training.epohcs=3"));

        Assert.Equal(4, thrown.Message.Split(Environment.NewLine).Length);
    }

    [Theory]
    [InlineData("--workers 4 --shards 3", "fewer shards than workers")]
    [InlineData("--workers 1 --shards 8 --batch-size 7", "smaller than the number of shards")]
    [InlineData("--momentum 0.9", "only sgd and rmsprop have a momentum")]
    [InlineData("--isolation process --transport threads", "Expected --isolation thread")]
    [InlineData("--isolation threads", "Did you mean 'thread'?")]
    [InlineData("--averaging all", "--averaging: unknown value. Got 'all'.")]
    [InlineData("--compression int-8", "Did you mean 'int8'?")]
    [InlineData("--compression top-k:2", "--compression: Compression: the share is none. Got 'top-k:2'.")]
    [InlineData("--compression half --averaging all-gather", "Got 'all-gather' with --compression half. Expected no --averaging")]
    [InlineData("--compression half --isolation process --workers 2 --min-workers 1", "Got 1 with --compression half. Expected no --min-workers")]
    [InlineData("--compression half --bucket-bytes auto", "sizes are chosen only for the usual way to sum. Got auto with --compression half.")]
    [InlineData("--averaging all-reduce --bucket-bytes auto", "Got auto with --averaging all-reduce and --compression none. Expected a number")]
    [InlineData("--bucket-bytes 0", "--bucket-bytes: not a number that fits. Got '0'. Expected a whole number of at least 1")]
    [InlineData("--zero 3", "--zero: not a number that fits. Got '3'. Expected a whole number from 0 to 2")]
    [InlineData("--zero 2 --averaging all-gather", "all-gather gives every worker the whole sum. Got 2 with --averaging all-gather")]
    [InlineData("--zero 2 --compression half", "Got 2 with --compression half. Expected --compression none, or --zero 1")]
    [InlineData("--zero 1 --bucket-bytes auto", "Got 1 with --bucket-bytes auto. Expected a number, or --zero 0")]
    [InlineData("--zero 1 --isolation process --workers 2 --min-workers 1", "Got 1 with --min-workers 1. Expected no --min-workers, or --zero 0")]
    [InlineData("--sync-batch-norm --workers 2 --shards 4", "Got 4 shards for 2 workers. Expected as many workers as shards")]
    [InlineData("--sync-batch-norm true --workers 2 --micro-batch 4", "shards may have other numbers of micro-batches. Got --micro-batch 4")]
    [InlineData("--sync-batch-norm --workers 2 --isolation process --min-workers 1", "fewer workers than shards cannot synchronise. Got --min-workers 1")]
    [InlineData("--sync-batch-norm yes", "--sync-batch-norm: neither on nor off. Got 'yes'. Expected true or false")]
    [InlineData("--strategy parallel", "Expected one of data-parallel.")]
    [InlineData("--partition dirichlt", "--partition: unknown value. Got 'dirichlt'. Did you mean 'dirichlet'?")]
    [InlineData("--partition dirichlet --alpha 0", "--alpha: not a number that fits. Got '0'. Expected a number greater than 0")]
    [InlineData("--partition balanced --alpha 0.5", "--alpha: it says nothing for --partition balanced. Got '0.5'. Expected it with --partition dirichlet or quantity.")]
    [InlineData("--weights 2,1", "--weights: it says nothing without --partition. Got '2,1'.")]
    [InlineData("--part-pace global-batch", "--part-pace: it says nothing without --partition. Got 'global-batch'.")]
    [InlineData("--partition-seed 7", "--partition-seed: it says nothing without --partition. Got '7'.")]
    [InlineData("--partition weighted", "--weights: nothing was given. Expected one number a part with --partition weighted")]
    [InlineData("--partition weighted --weights 1,2 --shards 3", "Got 2 for 3 shards. Expected one a shard.")]
    public void Read_WhatDoesNotFit_SaysWhy(string flags, string expected)
    {
        var thrown = Assert.Throws<InputException>(() => Read(flags));

        Assert.Contains(expected, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OnlyShards_TakesNoMoreWorkersThanShards() => Assert.Equal(1, Read("--shards 1").WorkerCount);

    [Fact]
    public void Describe_Compression_IsReadBackFromTheRecord()
    {
        var table = new TrainSettingTable();
        var described = table.Describe(Read("--compression top-k --bucket-bytes 100"));

        Assert.Equal(("top-k:0.01", "100"), (described["distribution.compression"], described["distribution.bucketBytes"]));
        Assert.False(described.ContainsKey("distribution.averaging"));
        var path = "distribution.compression";
        Assert.Equal(described[path], table.Find(path).Show(table.Find(path).Apply(new TrainSettings(), new GivenValue(path, described[path]))));
    }

    [Theory]
    [InlineData("--sync-batch-norm", true)]
    [InlineData("--sync-batch-norm true", true)]
    [InlineData("--sync-batch-norm false", false)]
    [InlineData("", false)]
    public void Describe_SynchronizedBatchNorm_IsRecordedIfItIsOn(string flags, bool expected)
    {
        var settings = Read($"--workers 2 {flags}".Trim());

        Assert.Equal(expected, settings.SynchronizesBatchNorm);
        Assert.Equal(expected ? "true" : null, new TrainSettingTable().Describe(settings).GetValueOrDefault("distribution.syncBatchNorm"));
    }

    [Fact]
    public void Read_SwitchInAFile_MayBeJsonsTrue()
    {
        File.WriteAllText(folder["my.json"], """{ "distribution": { "syncBatchNorm": true } }""");
        Assert.True(Read("", folder["my.json"]).SynchronizesBatchNorm);
    }

    [Theory]
    [InlineData("--partition dirichlet --seed 4", "scheme=dirichlet seed=4 pace=largest-part alpha=0.5 minSize=1")]
    [InlineData("--partition weighted --weights 2,0.5 --shards 2 --part-pace global-batch --partition-seed 9", "scheme=weighted seed=9 pace=global-batch weights=2,0.5")]
    [InlineData("--partition bootstrap", "scheme=bootstrap seed=0 pace=largest-part")]
    [InlineData("--partition bootstrap --part-size 30", "scheme=bootstrap seed=0 pace=largest-part partSize=30")]
    [InlineData("--seed 4", "")]
    public void Describe_Partition_RecordsWhatIsInEffectAndIsReadBack(string flags, string expected)
    {
        var table = new TrainSettingTable();
        var described = table.Describe(Read(flags + " --workers 2"));

        var own = described.Where(entry => entry.Key.StartsWith("partition.", StringComparison.Ordinal)).ToArray();
        Assert.Equal(expected, string.Join(' ', own.Select(entry => $"{entry.Key["partition.".Length..]}={entry.Value}")));
        var again = described.Aggregate(new TrainSettings(), (settings, entry) => table.Find(entry.Key).Apply(settings, new GivenValue(entry.Key, entry.Value)));
        Assert.Empty(again.Validate());
        Assert.Equal(described, table.Describe(again));
    }

    [Fact]
    public void Describe_Defaults_NamesEveryValueInEffect()
    {
        var described = new TrainSettingTable().Describe(Read("--workers 2 --optimizer sgd"));

        Assert.Equal("0.01", described["optimizer.learningRate"]);
        Assert.Equal("2", described["distribution.shards"]);
        Assert.Equal("64", described["training.batchSize"]);
        Assert.False(described.ContainsKey("data.root"));
    }

    [Fact]
    public void Paths_AndFlags_AreUnique()
    {
        var table = new TrainSettingTable();

        Assert.Equal(table.All.Count, table.Paths.Distinct().Count());
        Assert.Equal(table.All.Count, table.All.Select(setting => setting.Option.Name).Distinct().Count());
    }

    private string Write(string json)
    {
        var path = folder["settings.json"];
        File.WriteAllText(path, json);
        return path;
    }

    private static TrainSettings Read(string flags, string? file = null, params string[] assignments)
    {
        var table = new TrainSettingTable();
        var command = new System.CommandLine.Command("train");
        foreach (var setting in table.All) command.Add(setting.Option.Option);
        var parse = command.Parse(flags.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(parse.Errors);
        return new TrainSettingsReader(table).Read(parse, file is null ? null : new GivenValue("--config", file), assignments);
    }
}
