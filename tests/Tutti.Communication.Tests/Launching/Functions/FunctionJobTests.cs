using System.Diagnostics;
using Tutti.Communication.Launching;
using Tutti.Communication.Launching.Functions;
using Tutti.TestKit;

namespace Tutti.Communication.Tests.Launching.Functions;

public sealed class FunctionJobTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task RunAsync_AStaticMethod_RunsInProcessesOfItsOwnAndReturnsTypedResultsByRank()
    {
        var results = await Wait(Distributor.RunAsync(Processes(2), Describe, new Work("α", [1, double.NaN])));

        Assert.Equal(
            [("0", "α", 2, double.NaN), ("1", "α", 2, double.NaN)],
            results.Select(result => (result.Rank, result.Name, result.Count, result.Last)));
        Assert.DoesNotContain(Environment.ProcessId, results.Select(result => result.ProcessId));
        Assert.All(results, result => Assert.Equal("worker", result.ThreadName));
    }

    [Fact]
    public async Task RunAsync_AnAsyncMethodWithCancellation_AwaitsItsResult()
    {
        Assert.Equal([42], await Wait(Distributor.RunAsync(Processes(1), DoubleAsync, 21)));
        Assert.Equal([42], await Wait(Distributor.RunAsync(Processes(1) with { Isolation = Isolation.Thread }, DoubleAsync, 21)));
    }

    [Fact]
    public async Task RunAsync_AMethodWithoutArguments_GetsItsWorld()
    {
        Assert.Equal([true], await Wait(Distributor.RunAsync(Processes(1), HasWorld)));
    }

    [Theory]
    [InlineData("process")]
    [InlineData("thread")]
    public async Task RunAsync_OverloadsAndNestedTypes_FindTheVeryMethod(string isolation)
    {
        var options = Processes(1) with { Isolation = Enum.Parse<Isolation>(isolation, ignoreCase: true) };

        Assert.Equal(["text"], await Wait(Distributor.RunAsync<string, string>(options, Nested.Name, "x")));
        Assert.Equal(["number"], await Wait(Distributor.RunAsync<int, string>(options, Nested.Name, 1)));
    }

    [Fact]
    public async Task RunAsync_AWorkerThrows_ThrowsItsTypeMessageAndStack()
    {
        var thrown = await Assert.ThrowsAsync<RemoteWorkerException>(() => Wait(Distributor.RunAsync(Processes(2), ThrowOn, 1)));

        Assert.Equal((1, "System.FormatException"), (thrown.Rank, thrown.RemoteType));
        Assert.Equal(1, thrown.Data[Distributor.RankKey]);
        Assert.Contains("rank 1 threw System.FormatException. Got 'boom'", thrown.Message);
        Assert.Contains(nameof(ThrowOn), thrown.RemoteStack);
    }

    [Fact]
    public async Task RunAsync_AWorkerDies_NamesHowAndItsLastWords()
    {
        var thrown = await Assert.ThrowsAsync<RemoteWorkerException>(() => Wait(Distributor.RunAsync(Processes(1), Die, 0)));

        Assert.Equal((0, null), (thrown.Rank, thrown.RemoteType));
        Assert.Contains("rank 0 failed: killed by SIGKILL. Its last words: farewell", thrown.Message);
    }

    [Fact]
    public async Task RunAsync_AWorkerEndsTheProcess_SaysThatThereIsNoResult()
    {
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => Wait(Distributor.RunAsync(Processes(1), EndProcess, 0)));

        Assert.Contains("rank 0 ended well, but left no result", thrown.Message);
    }

    [Fact]
    public async Task RunAsync_AResultBeyondTheBound_IsThatRanksFailure()
    {
        var thrown = await Assert.ThrowsAsync<RemoteWorkerException>(
            () => Wait(Distributor.RunAsync(Processes(1), MakeText, FunctionFiles.MostResultBytes)));

        Assert.Contains("the worker's result is too large. Got 67,108,866 bytes of JSON. Expected at most 67,108,864.", thrown.Message);
    }

    [Fact]
    public async Task RunAsync_Cancelled_CancelsTheWorkersToken()
    {
        using var source = new CancellationTokenSource();
        var job = Distributor.RunAsync(Processes(1), WaitForCancellation, folder.Path, source.Token);
        Assert.True(SpinWait.SpinUntil(() => File.Exists(folder["up"]), Ranks.Deadline));

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Wait(job));
        Assert.True(File.Exists(folder["cancelled"]));
    }

    [Fact]
    public async Task RunAsync_ProcessesThatAWorkerStarts_AreNoWorkers()
    {
        var seen = Assert.Single(await Wait(Distributor.RunAsync(Processes(1), EnvironmentOfChild, 0)));

        Assert.DoesNotContain(FunctionEnvironment.Function, seen);
        Assert.DoesNotContain(FunctionEnvironment.Hooks, seen);
    }

    [Fact]
    public async Task RunAsync_WorkThatCannotTravel_IsRefusedWithoutStartingAnything()
    {
        var captured = 3;
        await Refuses(() => Distributor.RunAsync(Processes(1), (_, x) => x + captured, 1), "a function that captures variables");
        await Refuses(() => Distributor.RunAsync(Processes(1), static (_, x) => x, 1), "a lambda");
        await Refuses(() => Distributor.RunAsync(Processes(1), InstanceMethod, 1), "the instance method 'InstanceMethod'");
        await Refuses(() => Distributor.RunAsync(Processes(1), GenericMethod<int>, 1), "the generic method 'GenericMethod'");
        await Refuses(() => Distributor.RunAsync(Processes(1), (_, _) => Task.FromResult(1)), "a task cannot travel");

        static async Task Refuses(Func<Task> run, string expected) =>
            Assert.Contains(expected, (await Assert.ThrowsAsync<ArgumentException>(run)).Message);
    }

    [Theory]
    [InlineData(Isolation.Thread, TransportKind.Tcp, "Expected Automatic or Threads")]
    [InlineData(Isolation.Process, TransportKind.Mpi, "Expected Automatic or SharedMemory or Tcp")]
    [InlineData(Isolation.Mpi, TransportKind.SharedMemory, "Expected Automatic or Mpi")]
    public async Task RunAsync_TransportOfAnotherIsolation_IsRefused(Isolation isolation, TransportKind transport, string expected)
    {
        var options = new DistributorOptions { Workers = 1, Isolation = isolation, Transport = transport };

        var thrown = await Assert.ThrowsAsync<ArgumentException>(() => Distributor.RunAsync(options, Describe, new Work("", [])));

        Assert.Contains(expected, thrown.Message);
    }

    [Fact]
    public async Task RunAsync_WithMpi_RunsEveryRankUnderMpiexec()
    {
        var ranks = await Wait(Distributor.RunAsync(Processes(2) with { Isolation = Isolation.Mpi }, MpiRank, 0));

        Assert.Equal(["0", "1"], ranks);
    }

    [Fact]
    public async Task RunAsync_WithMpiAndAFailure_NamesTheRank()
    {
        var thrown = await Assert.ThrowsAsync<RemoteWorkerException>(
            () => Wait(Distributor.RunAsync(Processes(2) with { Isolation = Isolation.Mpi }, ThrowOn, 1)));

        Assert.Equal((1, "System.FormatException"), (thrown.Rank, thrown.RemoteType));
    }

    [Fact]
    public async Task RunAsync_FromAProcessThatMpiStarted_KeepsTheWorkersRanksApart()
    {
        var ranks = Assert.Single(await Wait(Distributor.RunAsync(Processes(1), RunAsRankOfMpi, 0)));

        Assert.Equal([0, 1], ranks);
    }

    private static DistributorOptions Processes(int workers) => new() { Workers = workers, Isolation = Isolation.Process };

    private static Task<T> Wait<T>(Task<T> job) => job.WaitAsync(2 * Ranks.Deadline);

    private static string RankHere =>
        Environment.GetEnvironmentVariable("OMPI_COMM_WORLD_RANK") ?? Environment.GetEnvironmentVariable("PMI_RANK")
        ?? Environment.GetEnvironmentVariable("RANK") ?? "";

    private static Seen Describe(World world, Work work) =>
        new(RankHere, work.Name, work.Values.Length, work.Values[^1], Environment.ProcessId, Thread.CurrentThread.Name);

    private static async Task<int> DoubleAsync(World world, int value, CancellationToken cancellation)
    {
        await Task.Yield();
        cancellation.ThrowIfCancellationRequested();
        return 2 * value;
    }

    private static bool HasWorld(World world, CancellationToken cancellation) => world.Size >= 1 && cancellation.CanBeCanceled;

    private static int ThrowOn(World world, int rank) => RankHere == $"{rank}" ? throw new FormatException("boom") : 0;

    private static int Die(World world, int ignored)
    {
        Console.Error.WriteLine("farewell");
        Process.GetCurrentProcess().Kill();
        return 0;
    }

    private static int EndProcess(World world, int ignored)
    {
        Environment.Exit(0);
        return 0;
    }

    private static string MakeText(World world, int length) => new('x', length);

    private static int WaitForCancellation(World world, string folder, CancellationToken cancellation)
    {
        File.WriteAllText(Path.Combine(folder, "up"), "");
        if (cancellation.WaitHandle.WaitOne(Ranks.Deadline)) File.WriteAllText(Path.Combine(folder, "cancelled"), "");
        cancellation.ThrowIfCancellationRequested();
        return 0;
    }

    private static string EnvironmentOfChild(World world, int ignored)
    {
        using var child = Process.Start(new ProcessStartInfo("env") { RedirectStandardOutput = true })!;
        return child.StandardOutput.ReadToEnd();
    }

    private static string MpiRank(World world, int ignored) => RankHere;

    private static async Task<int[]> RunAsRankOfMpi(World world, int ignored)
    {
        Environment.SetEnvironmentVariable("OMPI_COMM_WORLD_RANK", "0");
        Environment.SetEnvironmentVariable("OMPI_COMM_WORLD_SIZE", "1");
        return [.. await Distributor.RunAsync(Processes(2), RankOf, 0)];
    }

    private static int RankOf(World world, int ignored) => world.Rank;

    private static T GenericMethod<T>(World world, T value) => value;

    private int InstanceMethod(World world, int value) => value + folder.Path.Length;

    private sealed record Work(string Name, double[] Values);

    private sealed record Seen(string Rank, string Name, int Count, double Last, int ProcessId, string? ThreadName);

    private static class Nested
    {
        internal static string Name(World world, string value) => "text";

        internal static string Name(World world, int value) => "number";
    }
}
