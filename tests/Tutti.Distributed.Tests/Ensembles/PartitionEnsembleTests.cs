using Tutti.Communication.Launching;
using Tutti.Distributed.Ensembles;
using Tutti.Learning.Detection;
using Tutti.Storage.Files;
using Tutti.TestKit;

namespace Tutti.Distributed.Tests.Ensembles;

public sealed class PartitionEnsembleTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SmallMembers.Settings settings;

    public PartitionEnsembleTests() => settings = new(Directory.CreateDirectory(folder["notes"]).FullName);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Isolation.Thread, 1)]
    [InlineData(Isolation.Thread, 3)]
    [InlineData(Isolation.Process, 2)]
    [InlineData(Isolation.Mpi, 2)]
    public async Task TrainAsync_WhoeverTrains_GivesTheSameMembers(Isolation isolation, int workers)
    {
        var manifest = await TrainAsync(Options("e") with { Workers = Workers(isolation, workers) }, settings);

        Assert.Equal(["member-0", "member-1", "member-2", "member-3", "member-4"], manifest.Members.Select(member => member.Name));
        Assert.Equal(
            Enumerable.Range(0, 5).Select(i => PcaDetector.Fit(SmallMembers.Samples(i, 1), new() { ComponentCount = 2 }).Version),
            manifest.Members.Select(member => member.Version));
        Assert.Equal([20, 21, 22, 23, 24], manifest.Members.Select(member => member.TrainingSamples));
        Assert.Equal(0.9, manifest.Members[4].ValidationScore);
        Assert.Equal(manifest.Members, EnsembleManifest.Read(folder["e"]).Members);
        Assert.Equal([1, 1, 1, 1, 1], Calls());
    }

    [Fact]
    public async Task TrainAsync_AMemberFails_NamesItAndGoesOnLater()
    {
        var options = Options("e") with { Names = ["a", "b", "c", "d", "e"], Workers = Workers(Isolation.Thread, 1) };
        await TrainAsync(options, settings);

        var failure = await Assert.ThrowsAsync<MemberException>(() => TrainAsync(options, settings with { Fails = 2 }));
        var hasManifest = File.Exists(folder["e", EnsembleManifest.FileName]);
        var again = await Assert.ThrowsAsync<MemberException>(() => TrainAsync(options, settings with { Fails = 2 }));

        Assert.StartsWith(
            "PartitionEnsemble: 'c' (member 2 of 5) was not trained. Got FormatException: hospital 2 has no usual beats.",
            failure.Message, StringComparison.Ordinal);
        Assert.False(hasManifest);
        Assert.Equal(failure.Message, again.Message);
        // Other arguments: all anew. The same: only from the failed one on.
        Assert.Equal([2, 2, 3, 1, 1], Calls());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TrainAsync_AWorkerProcessIsLost_NamesTheMemberAndKeepsTheOthers(bool isKilled)
    {
        var options = Options("e") with { Workers = Workers(Isolation.Process, 1) };
        var broken = isKilled ? settings with { Dies = 2 } : settings with { Fails = 2 };

        var failure = await Assert.ThrowsAsync<MemberException>(() => TrainAsync(options, broken));

        Assert.Contains(
            isKilled ? "worker 0 was lost while it trained 'member-2'" : "'member-2' (member 2 of 5) was not trained",
            failure.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["e", "member-1.safetensors"]));
        Assert.False(File.Exists(folder["e", EnsembleManifest.FileName]));
    }

    [Fact]
    public async Task TrainAsync_Again_KeepsMembersFromTheSameInputsOnly()
    {
        var told = new List<EnsembleTrainingProgress>();
        var first = await TrainAsync(Options("e"), settings);
        File.Delete(folder["e", "member-1.safetensors"]);
        File.WriteAllText(folder["e", "member-3.safetensors"], "no detector");

        var second = await TrainAsync(Options("e"), settings, new Told(told));
        var afterSame = Calls();
        await TrainAsync(Options("e") with { Inputs = "other beats" }, settings);

        Assert.Equal(first.Members, second.Members);
        Assert.Equal([1, 2, 1, 2, 1], afterSame);
        Assert.Equal([2, 3, 2, 3, 2], Calls());
        Assert.Equal([0, 2, 4], told.Where(one => one.Stage == MemberStage.Kept).Select(one => one.Member));
        Assert.Equal([1, 3], told.Where(one => one.Stage == MemberStage.Training).Select(one => one.Member).Order());
        Assert.Equal([1, 3], told.Where(one => one.Stage == MemberStage.Saved).Select(one => one.Member).Order());
    }

    [Fact]
    public async Task TrainAsync_Cancelled_EndsSoonAndLeavesNoManifest()
    {
        using var cancel = new CancellationTokenSource();
        var waiting = settings with { Waits = 1 };
        var options = Options("e") with { Workers = Workers(Isolation.Thread, 1) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PartitionEnsemble.TrainAsync(
            options, SmallMembers.Train, waiting, new Cancel(cancel), cancel.Token));

        Assert.False(File.Exists(folder["e", EnsembleManifest.FileName]));
        Assert.Equal([1, 1, 0, 0, 0], Calls());
    }

    [Fact]
    public async Task TrainAsync_SomebodyElseTrainsThere_IsRefused()
    {
        Directory.CreateDirectory(folder["e"]);
        using var taken = FileLock.TryTake(folder["e", EnsembleManifest.FileName]);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => TrainAsync(Options("e"), settings));

        Assert.Contains("somebody else trains into", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainAsync_OptionsOrFunctionThatDoNotFit_AreRefused()
    {
        var options = await Assert.ThrowsAsync<ArgumentException>(() => TrainAsync(
            new() { Folder = " ", MemberCount = 0, Names = ["a", "", "a"], Workers = null! }, settings));
        var lambda = await Assert.ThrowsAsync<ArgumentException>(() => PartitionEnsemble.TrainAsync<int>(
            Options("e"), (place, _) => SmallMembers.Train(place, settings), 0, cancellation: Test));

        foreach (var name in new[] { "Folder", "MemberCount", "Names has 3", "empty name", "'a' 2 times", "Workers" })
            Assert.Contains(name, options.Message, StringComparison.Ordinal);
        Assert.Contains("static", lambda.Message, StringComparison.Ordinal);
    }

    private static DistributorOptions Workers(Isolation isolation, int count) => new() { Isolation = isolation, Workers = count };

    private static Task<EnsembleManifest> TrainAsync(
        PartitionEnsembleOptions options, SmallMembers.Settings settings, IProgress<EnsembleTrainingProgress>? progress = null) =>
        PartitionEnsemble.TrainAsync(options, SmallMembers.Train, settings, progress, Test);

    private PartitionEnsembleOptions Options(string name) => new() { Folder = folder[name], MemberCount = 5 };

    private int[] Calls() => [.. Enumerable.Range(0, 5).Select(member =>
        File.Exists(folder["notes", $"member-{member}"]) ? File.ReadAllText(folder["notes", $"member-{member}"]).Split(' ').Length - 1 : 0)];

    private sealed class Told(List<EnsembleTrainingProgress> list) : IProgress<EnsembleTrainingProgress>
    {
        public void Report(EnsembleTrainingProgress value)
        {
            lock (list) list.Add(value);
        }
    }

    private sealed class Cancel(CancellationTokenSource source) : IProgress<EnsembleTrainingProgress>
    {
        public void Report(EnsembleTrainingProgress value)
        {
            if (value is { Member: 1, Stage: MemberStage.Training }) source.Cancel();
        }
    }
}
