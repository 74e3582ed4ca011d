using System.Diagnostics;
using System.Globalization;
using Tutti.TestKit;

namespace Tutti.EndToEnd.Tests;

/// <summary>What a user sees of <c>tutti launch</c>, and what is left when it is gone: nothing.</summary>
public sealed class LaunchTests : IDisposable
{
    private static readonly TimeSpan LongestSurvival = TimeSpan.FromSeconds(2), LongestStart = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Launch_EveryWorkerSucceeds_EndsWith0AndShowsTheirLines()
    {
        var outcome = (await TuttiProcess.RunAsync(
            folder.Path, "launch", "-n", "2", "--", "sh", "-c", "echo rank $RANK of $WORLD_SIZE")).Expect(0);

        Assert.Equal(["[rank 0] rank 0 of 2", "[rank 1] rank 1 of 2"], outcome.Output.TrimEnd().Split('\n').Order());
        Assert.Empty(outcome.Error);
    }

    [Fact]
    public async Task Launch_OneFails_EndsWith1AndNamesTheFirstWithItsLastWords()
    {
        var outcome = (await TuttiProcess.RunAsync(
            folder.Path, "launch", "-n", "3", "--grace", "0.2", "--",
            "sh", "-c", "[ $RANK = 2 ] && { echo no luck >&2; exit 3; }; sleep 1000")).Expect(1);

        Assert.Matches(@"tutti launch: rank 2 failed first: exit code 3 after \d\.\d s; its last words:\n  no luck\n", outcome.Error);
    }

    [Fact]
    public async Task Launch_WithJson_PrintsOneObjectWithTheRanksOwnCode()
    {
        var outcome = (await TuttiProcess.RunAsync(
            folder.Path, "launch", "-n", "2", "--json", "--logs", "logs", "--",
            "sh", "-c", "echo hello; [ $RANK = 0 ] || kill -SEGV $$")).Expect(1);

        Assert.Single(outcome.Output.TrimEnd().Split('\n'));
        var failure = outcome.Json.GetProperty("failure");
        Assert.Equal((1, 139), (failure.GetProperty("rank").GetInt32(), failure.GetProperty("exitCode").GetInt32()));
        Assert.Equal("SIGSEGV", failure.GetProperty("signal").GetString());
        Assert.Equal("hello\n", File.ReadAllText(folder["logs", "rank-0.log"]));
        Assert.Contains("[rank 0] hello", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("launch -n 0 -- true", "-n: not a number that fits. Got '0'.")]
    [InlineData("launch -n 2 --min-workers 3 -- true", "Expected a whole number from 1 to 2.")]
    [InlineData("launch -n 2 --transport tpc -- true", "Did you mean 'tcp'?")]
    [InlineData("launch -n 2", "the program is missing")]
    [InlineData("launch -n 2 -- no-such-program", "the program was not found. Got 'no-such-program'.")]
    [InlineData("launch -n 2 --logs /dev/null/logs -- true", "LogFolder: it cannot be made or written.")]
    [InlineData("launch -n 2 --grace 1e300 -- true", "--grace: not a number that fits. Got '1e300'. Expected a number from 0 to 3600.")]
    public async Task Launch_WrongInput_EndsWith2AndSaysWhy(string line, string expected)
    {
        var outcome = (await TuttiProcess.RunAsync(folder.Path, line.Split(' '))).Expect(2);

        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tcp", "", "tcp")]
    [InlineData("tcp", "--transport shared-memory ", "shared-memory")]
    [InlineData("", "", "")]
    public async Task Launch_TransportByVariable_IsHonouredUnlessTheFlagSaysOtherwise(string variable, string flag, string expected)
    {
        var line = $"launch -n 1 {flag}-- printenv TUTTI_TRANSPORT".Split(' ');
        using var process = TuttiProcess.StartWith(folder.Path, new Dictionary<string, string> { ["TUTTI_TRANSPORT"] = variable }, line);

        var outcome = (await process.WaitAsync()).Expect(expected.Length > 0 ? 0 : 1);

        Assert.Equal(expected.Length > 0 ? $"[rank 0] {expected}\n" : "", outcome.Output);
    }

    [Theory]
    [InlineData("pigeon")]
    [InlineData("mpi")]
    public async Task Launch_TransportByVariableThatDoesNotFit_IsWrongInput(string variable)
    {
        using var process = TuttiProcess.StartWith(
            folder.Path, new Dictionary<string, string> { ["TUTTI_TRANSPORT"] = variable }, "launch", "-n", "1", "--", "true");

        var outcome = (await process.WaitAsync()).Expect(2);

        Assert.Contains($"TUTTI_TRANSPORT: the environment variable names no transport between these workers. Got '{variable}'. " +
            "Expected shared-memory or tcp.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Launch_NobodyReadsItsOutput_EndsOnCtrlCAllTheSame()
    {
        // The launcher writes into a pipe that is open and never read.
        string[] unread = ["bash", "-c", "mkfifo pipe; exec 3<>pipe; exec \"$@\" >pipe", "bash"];
        using var process = TuttiProcess.StartUnder(
            unread, folder.Path, new Dictionary<string, string>(), "launch", "-n", "1", "--",
            "sh", "-c", "head -c 30000 /dev/zero | tr '\\0' '\\n'; echo $$ >pid; yes");
        // More than the pipe holds has been written: from here on the launcher waits for a reader.
        Assert.True(SpinWait.SpinUntil(() => ReadNumber("pid") is not null, LongestStart));
        int[] worker = [ReadNumber("pid")!.Value];

        await process.InterruptAsync();
        (await process.WaitAsync()).Expect(130);

        AwaitDeath(worker);
    }

    [Fact]
    public async Task Launch_JsonAfterTheDashes_BelongsToTheProgram()
    {
        var outcome = (await TuttiProcess.RunAsync(folder.Path, "launch", "-n", "1", "--", "no-such-program", "--json")).Expect(2);

        Assert.Empty(outcome.Output);
    }

    [Fact]
    public async Task Launch_CtrlC_ForwardsItWaitsAndEndsWith130()
    {
        using var process = TuttiProcess.Start(
            folder.Path, "launch", "-n", "2", "--",
            "sh", "-c", "trap 'echo saw INT; exit 0' INT; echo ready >&2; while :; do sleep 0.01; done");
        await process.WaitForErrorAsync("[rank 0] ready");
        await process.WaitForErrorAsync("[rank 1] ready");

        await process.InterruptAsync();
        var outcome = (await process.WaitAsync()).Expect(130);

        Assert.Equal(["[rank 0] saw INT", "[rank 1] saw INT"], outcome.Output.TrimEnd().Split('\n').Order());
    }

    [Fact]
    public async Task Launch_CtrlCTwice_LeavesNobody()
    {
        using var process = TuttiProcess.Start(folder.Path, "launch", "-n", "2", "--grace", "1000", "--", "sh", "-c", Stubborn);
        var workers = await ReadyAsync(process);

        await process.InterruptAsync();
        await process.WaitForErrorAsync("Press Ctrl-C again");
        await process.InterruptAsync();
        await process.WaitAsync();

        AwaitDeath(workers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sh sleep rm setsid")]
    [InlineData("sh sleep rm perl")]
    public async Task Launch_Killed_LeavesNoWorkerNoGrandchildAndNoFolderButItsSibling(string programs)
    {
        using var sibling = Process.Start("sleep", "1000");
        try
        {
            using var process = TuttiProcess.StartWith(
                folder.Path, Variables(programs), "launch", "-n", "2", "--", "sh", "-c", $"echo $TUTTI_JOB_FOLDER >job; {Stubborn}");
            var workers = await ReadyAsync(process);

            await process.KillAsync();

            AwaitDeath(workers);
            var job = File.ReadAllText(folder["job"]).TrimEnd();
            Assert.True(SpinWait.SpinUntil(() => !Directory.Exists(job), LongestSurvival), $"{job} is left");
            Assert.False(sibling.HasExited);
        }
        finally
        {
            sibling.Kill();
        }
    }

    [Fact]
    public async Task Launch_WorkerKilled_IsRestartedWithAllOthers()
    {
        var outcome = (await TuttiProcess.RunAsync(
            folder.Path, "launch", "-n", "2", "--max-restarts", "1", "--grace", "0.2", "--json", "--",
            "sh", "-c", "mkdir first-$RANK && { [ $RANK = 1 ] && kill -KILL $$; sleep 1000; }; echo again")).Expect(0);

        Assert.Equal(1, outcome.Json.GetProperty("restarts").GetInt32());
        Assert.Contains("rank 1 failed: killed by SIGKILL. All workers start again (restart 1 of 1).", outcome.Error, StringComparison.Ordinal);
    }

    // A worker with a grandchild, both deaf to requests; the second makes a group of its own.
    private const string Stubborn =
        "trap '' INT TERM HUP; [ $RANK = 1 ] && set -m; sleep 1000 & echo $$ $! >pids-$RANK; echo ready >&2; wait; wait";

    private async Task<int[]> ReadyAsync(TuttiProcess process)
    {
        await process.WaitForErrorAsync("[rank 0] ready");
        await process.WaitForErrorAsync("[rank 1] ready");
        int[] workers = [.. new[] { "pids-0", "pids-1" }.SelectMany(name => File.ReadAllText(folder[name]).Split())
            .Where(text => text.Length > 0).Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        Assert.Equal(4, workers.Length);
        Assert.All(workers, worker => Assert.True(IsAlive(worker)));
        return workers;
    }

    /// <summary>A PATH with these programs only; none: the usual one.</summary>
    private Dictionary<string, string> Variables(string programs)
    {
        if (programs.Length == 0) return [];
        Directory.CreateDirectory(folder["bin"]);
        foreach (var program in programs.Split(' '))
        {
            var places = Environment.GetEnvironmentVariable("PATH")!.Split(':');
            File.CreateSymbolicLink(folder["bin", program], places.Select(place => Path.Combine(place, program)).First(File.Exists));
        }
        return new Dictionary<string, string> { ["PATH"] = folder["bin"] };
    }

    private int? ReadNumber(string name) =>
        File.Exists(folder[name]) && int.TryParse(File.ReadAllText(folder[name]), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static void AwaitDeath(int[] processes) => Assert.True(
        SpinWait.SpinUntil(() => !processes.Any(IsAlive), LongestSurvival), $"alive: {string.Join(", ", processes.Where(IsAlive))}");

    private static bool IsAlive(int process)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
