using System.Diagnostics;
using Tutti.Communication;
using Tutti.Communication.Launching;
using Tutti.Distributed.Elastic;
using Tutti.Distributed.Ensembles;
using Tutti.TestKit;

namespace Tutti.Distributed.Tests.Ensembles;

public sealed class RankNodesTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Isolation.Thread, TransportKind.Automatic)]
    [InlineData(Isolation.Process, TransportKind.SharedMemory)]
    [InlineData(Isolation.Process, TransportKind.Tcp)]
    [InlineData(Isolation.Mpi, TransportKind.Automatic)]
    public async Task ScoreAsync_OverRanks_GivesTheMeanOfTheirValues(Isolation isolation, TransportKind transport)
    {
        var results = await Distributor.RunAsync<int, double[]>(
            new() { Workers = 3, Isolation = isolation, Transport = transport }, MeanOfRanksAsync, 1000, Test);

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => 1.5 * i), results[0]);
    }

    // Under MPI a loss ends the job, long before anybody's patience does.
    [Fact]
    public async Task ScoreAsync_ARankOfMpiIsLostWhileItServes_EndsTheJobAndAllItsProcesses()
    {
        using var folder = new TemporaryFolder();
        var job = Distributor.RunAsync<string, double[]>(
            new() { Workers = 3, Isolation = Isolation.Mpi, Timeout = TimeSpan.FromMinutes(10) }, AskTheMortalAsync, folder.Path, Test);

        var failure = await Assert.ThrowsAsync<RemoteWorkerException>(() => job.WaitAsync(TimeSpan.FromSeconds(60), Test));

        // mpiexec's own words, where it was faster than the ranks.
        Assert.Matches("rank 1 of 3 is lost|rank 1 with PID .* exited on signal 9", failure.Message);
        var processes = Enumerable.Range(0, 3).Select(rank => int.Parse(File.ReadAllText(folder[$"{rank}"])));
        Assert.All(processes, process => Assert.False(IsRunning(process)));
    }

    [Fact]
    public async Task ScoreAsync_ARankIsLate_IsLeftOutAndItsLateAnswerIsNoOtherQuestions()
    {
        using var release = new ManualResetEventSlim();
        await OnThreadsAsync(2, DriveAsync, rank => new ScriptedNode($"node-{rank}")
        {
            Script = (chunk, _) =>
            {
                // Deaf to cancellation: the answer to the first question comes when nobody waits for it.
                if (rank == 2 && chunk.Count == 3) release.Wait(TimeSpan.FromSeconds(60), Test);
                return Task.FromResult(ScriptedNode.Values(chunk, rank));
            },
        });

        async Task DriveAsync(RankNodes ranks)
        {
            await using var driver = new EnsembleDriver(new() { Deadline = TimeSpan.FromMilliseconds(300) });
            foreach (var node in ranks.Nodes) driver.Add(node);
            var first = await driver.ScoreAsync(FloatRows.Counting(3), cancellation: Test);
            release.Set();
            var second = first;
            while (second.Nodes.Any(node => !node.Spoke)) second = await driver.ScoreAsync(FloatRows.Counting(2), cancellation: Test);

            Assert.Equal([true, false], first.Nodes.Select(node => node.Spoke));
            Assert.Equal([0, 1, 2], first.Values);
            Assert.Equal([0, 1.5], second.Values);
        }
    }

    [Fact]
    public async Task AnswerAsync_ANodeFailsOrIsDismissed_SaysWhy()
    {
        await OnThreadsAsync(1, DriveAsync, rank => new ScriptedNode("n") { Script = (_, _) => throw new NodeException("no more paper") });

        static async Task DriveAsync(RankNodes ranks)
        {
            var chunk = new SampleChunk([2], new float[2]);
            var failed = await Assert.ThrowsAsync<NodeException>(() => ranks.Nodes[0].AnswerAsync(chunk, Test));
            await ranks.Nodes[0].DisposeAsync();
            var dismissed = await Assert.ThrowsAsync<NodeException>(() => ranks.Nodes[0].AnswerAsync(chunk, Test));

            Assert.Equal("no more paper", failed.Message);
            Assert.Equal("'n' was dismissed.", dismissed.Message);
        }
    }

    [Fact]
    public async Task AnswerAsync_Cancelled_ReachesTheNode()
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await OnThreadsAsync(1, DriveAsync, rank => new ScriptedNode("n")
        {
            Script = async (_, stop) =>
            {
                using var note = stop.Register(heard.SetResult);
                await Task.Delay(Timeout.Infinite, stop);
                return [];
            },
        });

        async Task DriveAsync(RankNodes ranks)
        {
            using var cancel = new CancellationTokenSource();
            var answer = ranks.Nodes[0].AnswerAsync(new([2], new float[2]), cancel.Token);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
            await heard.Task.WaitAsync(TimeSpan.FromSeconds(20), Test);
        }
    }

    [Fact]
    public async Task ConnectAsync_ARankDoesNotServe_SaysHowManyDo()
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var results = await Distributor.RunAsync<int, string>(new() { Workers = 3 }, WorkAsync, 0, Test);

        Assert.StartsWith("RankNodes: not every rank is a node. Got 1 of 2 in 00:00:00.5000000.", results[0], StringComparison.Ordinal);

        async Task<string> WorkAsync(World world, int none)
        {
            var elastic = new ElasticWorld(world);
            if (world.Rank == 1) await RankNodes.ServeAsync(elastic, new ScriptedNode("a"), Test);
            if (world.Rank == 2) await over.Task.WaitAsync(TimeSpan.FromSeconds(60), Test);
            if (world.Rank > 0) return "";
            var late = await Assert.ThrowsAsync<TimeoutException>(
                () => RankNodes.ConnectAsync(elastic, TimeSpan.FromMilliseconds(500), Test));
            over.SetResult();
            return late.Message;
        }
    }

    [Fact]
    public async Task ConnectAsync_TwoNodesHaveOneName_IsRefused()
    {
        var failure = await Assert.ThrowsAsync<ArgumentException>(
            () => OnThreadsAsync(2, _ => Task.CompletedTask, _ => new ScriptedNode("same")));

        Assert.Contains("two nodes with one name. Got 'same'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectOrServe_OnTheWrongRank_IsRefused()
    {
        await using var alone = new ElasticWorld(World.Single());

        await Assert.ThrowsAsync<ArgumentException>(() => RankNodes.ConnectAsync(alone, cancellation: Test));
        await Assert.ThrowsAsync<ArgumentException>(() => RankNodes.ServeAsync(alone, new ScriptedNode("a"), Test));
    }

    [Fact]
    public async Task ServeAsync_TheDriverFails_Ends()
    {
        var failure = await Assert.ThrowsAsync<FormatException>(() => OnThreadsAsync(
            2, _ => throw new FormatException("driver's fault"), rank => new ScriptedNode($"node-{rank}")));

        Assert.Equal("driver's fault", failure.Message);
        Assert.False(failure.Data.Contains(Distributor.StillRunningKey));
    }

    private static async Task<double[]> MeanOfRanksAsync(World world, int count)
    {
        var elastic = new ElasticWorld(world);
        if (world.Rank > 0)
        {
            await RankNodes.ServeAsync(elastic, new ScriptedNode($"node-{world.Rank}", world.Rank));
            return [];
        }
        await using var ranks = await RankNodes.ConnectAsync(elastic);
        await using var driver = new EnsembleDriver(new() { ChunkBytes = 800 });
        foreach (var node in ranks.Nodes) driver.Add(node);
        return [.. (await driver.ScoreAsync(FloatRows.Counting(count))).Values];
    }

    // Rank 1 dies of the first question, and nobody has a deadline that would end the job for it.
    private static async Task<double[]> AskTheMortalAsync(World world, string folder)
    {
        File.WriteAllText(Path.Combine(folder, $"{world.Rank}"), $"{Environment.ProcessId}");
        var elastic = new ElasticWorld(world);
        if (world.Rank > 0)
        {
            await RankNodes.ServeAsync(elastic, new ScriptedNode($"node-{world.Rank}")
            {
                Script = (chunk, _) =>
                {
                    if (world.Rank == 1) Process.GetCurrentProcess().Kill();
                    return Task.FromResult(ScriptedNode.Values(chunk, world.Rank));
                },
            });
            return [];
        }
        await using var ranks = await RankNodes.ConnectAsync(elastic);
        await using var driver = new EnsembleDriver(new() { Deadline = TimeSpan.FromMinutes(10) });
        foreach (var node in ranks.Nodes) driver.Add(node);
        return [.. (await driver.ScoreAsync(FloatRows.Counting(10))).Values];
    }

    private static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.WaitForExit(TimeSpan.FromSeconds(20));
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static Task OnThreadsAsync(int nodeCount, Func<RankNodes, Task> drive, Func<int, IEnsembleNode> node) =>
        Distributor.RunAsync<int, int>(new() { Workers = nodeCount + 1 }, async (world, _) =>
        {
            var elastic = new ElasticWorld(world);
            if (world.Rank > 0)
            {
                await RankNodes.ServeAsync(elastic, node(world.Rank), Test);
                return 0;
            }
            await using var ranks = await RankNodes.ConnectAsync(elastic, cancellation: Test);
            await drive(ranks);
            return 0;
        }, 0, Test);
}
