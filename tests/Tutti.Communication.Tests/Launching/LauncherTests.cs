using System.Text;
using System.Text.RegularExpressions;
using Tutti.Communication.Launching;
using Tutti.Communication.Launching.Processes;
using Tutti.TestKit;

namespace Tutti.Communication.Tests.Launching;

public sealed class LauncherTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new(), error = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task RunAsync_EveryWorker_FindsItsRankInTheEnvironment()
    {
        var outcome = await RunAsync(Options(3,
            "echo $RANK $WORLD_SIZE $LOCAL_RANK $LOCAL_WORLD_SIZE $MASTER_ADDR $MASTER_PORT " +
            "$TUTTI_TRANSPORT $TUTTI_JOB_SECRET $(stat -c %a $TUTTI_JOB_FOLDER)")
            with { Transport = TransportKind.Tcp });

        Assert.True(outcome.IsSuccess);
        var lines = Lines(output).Order().ToArray();
        for (var rank = 0; rank < 3; rank++)
            Assert.Matches($@"^\[rank {rank}\] {rank} 3 {rank} 3 127\.0\.0\.1 \d+ tcp [0-9a-f]{{64}} 700$", lines[rank]);
        Assert.Single(lines.Select(line => string.Join(' ', line.Split(' ')[6..])).Distinct());
    }

    [Fact]
    public async Task RunAsync_AnyEnd_RemovesTheJobFolder()
    {
        await RunAsync(Options(1, "echo $TUTTI_JOB_FOLDER; touch $TUTTI_JOB_FOLDER/file"));

        Assert.False(Directory.Exists(Lines(output).Single()["[rank 0] ".Length..]));
    }

    [Fact]
    public async Task RunAsync_FourRanksWriteMuch_NoLineIsTornOrLost()
    {
        const int LineCount = 20_000;
        var script =
            $"i=0; while [ $i -lt {LineCount} ]; do echo \"$RANK:$i:abcdefghijklmnopqrstuvwxyz:$RANK\"; i=$((i + 1)); done; printf last$RANK";

        await RunAsync(Options(4, script) with { LogFolder = folder["logs"] });

        var next = new int[4];
        foreach (var line in Lines(output))
        {
            var match = Regex.Match(line, @"^\[rank (\d)\] (?:\1:(\d+):abcdefghijklmnopqrstuvwxyz:\1|last\1)$");
            Assert.True(match.Success, line);
            var rank = int.Parse(match.Groups[1].ValueSpan);
            if (match.Groups[2].Success) Assert.Equal(next[rank]++, int.Parse(match.Groups[2].ValueSpan));
        }
        Assert.All(next, count => Assert.Equal(LineCount, count));
        for (var rank = 0; rank < 4; rank++)
        {
            var log = File.ReadAllLines(folder["logs", $"rank-{rank}.log"]);
            Assert.Equal((LineCount + 1, $"last{rank}"), (log.Length, log[^1]));
        }
    }

    [Fact]
    public async Task RunAsync_OneFails_TheOthersAreEndedAndItIsTheReason()
    {
        var outcome = await RunAsync(Options(3, "[ $RANK = 1 ] && { echo my last words >&2; exit 3; }; sleep 1000") with { Grace = Short });

        Assert.Equal((1, 3), (outcome.FirstFailure!.Rank, outcome.FirstFailure.ExitCode));
        Assert.Equal(["my last words"], outcome.FirstFailure.LastErrorLines);
        Assert.Single(outcome.Failures);
    }

    [Fact]
    public async Task RunAsync_WorkersIgnoreSignals_AreKilledAfterGrace()
    {
        var outcome = await RunAsync(Options(2, "[ $RANK = 1 ] && exit 3; trap '' TERM; while :; do sleep 1; done") with { Grace = Short });

        Assert.Equal(1, outcome.FirstFailure!.Rank);
        Assert.Empty(outcome.StillRunning);
    }

    [Fact]
    public async Task RunAsync_FailsTwiceThenSucceeds_RestartsAllEachTime()
    {
        var (starts, count) = (folder["starts"], folder["count"]);
        var script = $"echo $RANK >>{starts}; [ $RANK = 0 ] || exit 0; echo x >>{count}; [ $(wc -l <{count}) = 3 ]";

        var outcome = await RunAsync(Options(2, script) with { MaxRestarts = 5 });

        Assert.True(outcome.IsSuccess);
        Assert.Equal(2, outcome.RestartCount);
        Assert.Equal(6, File.ReadAllLines(folder["starts"]).Length);
        Assert.Contains("[launch] rank 0 failed: exit code 1. All workers start again (restart 2 of 5).", Lines(error));
    }

    [Fact]
    public async Task RunAsync_ALossIsSurvived_ReplacesItAlone()
    {
        var script = $"echo $RANK >>{folder["starts"]}; [ $RANK = 1 ] && mkdir {folder["first"]} && kill -KILL $$; exit 0";

        var outcome = await RunAsync(Options(2, script) with { MinWorkers = 1, MaxRestarts = 1 });

        Assert.True(outcome.IsSuccess);
        Assert.Equal(["0", "1", "1"], File.ReadAllLines(folder["starts"]).Order());
        Assert.Equal("SIGKILL", Assert.Single(outcome.Failures).Signal);
    }

    [Fact]
    public async Task RunAsync_Cancelled_AsksTheWorkersAndIsCancelled()
    {
        using var source = new CancellationTokenSource();
        var script = $"trap 'echo stopped; exit 0' TERM; mkdir {folder.Path}/$RANK; while :; do sleep 0.01; done";
        var job = RunAsync(Options(2, script), source.Token);
        Assert.True(SpinWait.SpinUntil(() => Directory.Exists(folder["0"]) && Directory.Exists(folder["1"]), Ranks.Deadline));

        await source.CancelAsync();
        var outcome = await job;

        Assert.True(outcome.IsCancelled);
        Assert.Equal(["[rank 0] stopped", "[rank 1] stopped"], Lines(output).Order());
    }

    [Fact]
    public async Task RunAsync_LinesAreTakenSlowly_LosesNone()
    {
        using var slow = new SlowWriter(output, TimeSpan.FromSeconds(2));
        // What a rank writes fits its pipe, so that all have ended long before their lines are taken.
        var outcome = await RunAsync(Options(4, "seq 1 9000") with { Output = slow });

        Assert.True(outcome.IsSuccess);
        Assert.Equal(4 * 9000, Lines(output).Length);
    }

    [Fact]
    public async Task RunAsync_NobodyTakesLines_CancellationStillEndsIt()
    {
        using var source = new CancellationTokenSource();
        using var stuck = new SlowWriter(output, Ranks.Deadline * 2);
        var script = $"[ $RANK = 0 ] && mkdir {folder["first"]} && exit 1; mkdir {folder.Path}/again-$RANK; yes >&2";
        var job = RunAsync(Options(2, script) with { Error = stuck, MaxRestarts = 1, MinWorkers = 1, Grace = Short }, source.Token);
        Assert.True(SpinWait.SpinUntil(() => Directory.Exists(folder["again-0"]) && Directory.Exists(folder["again-1"]), Ranks.Deadline));

        await source.CancelAsync();
        var outcome = await job;

        Assert.True(outcome.IsCancelled);
        Assert.Empty(outcome.StillRunning);
        Assert.InRange(outcome.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task RunAsync_ALogFileCannotBeWritten_SaysSoAndGoesOn()
    {
        File.CreateSymbolicLink(folder["rank-0.log"], "/dev/full");

        var outcome = await RunAsync(Options(2, "echo hello") with { LogFolder = folder.Path });

        Assert.True(outcome.IsSuccess);
        Assert.Equal(["[rank 0] hello", "[rank 1] hello"], Lines(output).Order());
        Assert.StartsWith("[launch] the log file of rank 0 is not complete: No space left on device", Assert.Single(Lines(error)));
        Assert.Equal("hello\n", File.ReadAllText(folder["rank-1.log"]));
    }

    [Fact]
    public void Constructor_LogFileThatIsAFolder_IsAProblemOfTheOptions()
    {
        Directory.CreateDirectory(folder["rank-1.log"]);

        var problem = Assert.Throws<ArgumentException>(() => new Launcher(Options(2, "") with { LogFolder = folder.Path }));

        Assert.Contains("LogFolder: it cannot be made or written.", problem.Message);
    }

    [Fact]
    public async Task RunAsync_HostedCoordinator_IsToldOfEndsAndItsVerdictIsTheReason()
    {
        await using var coordinator = new CoordinatorDouble();
        using var jobFolder = new JobFolder();
        var up = folder["up"];
        var script = $"if [ $RANK = 1 ]; then echo $TUTTI_COORDINATOR; echo >{up}; exit 9; fi; " +
            $"while [ ! -s {up} ]; do sleep 0.01; done; rm {up}; exit 9";
        var options = Options(2, script) with { MaxRestarts = 1 };
        coordinator.AfterStart = rank =>
        {
            if (rank == 1) coordinator.Raise(new JobVerdict("rank 1 threw", 1, false, 1 + coordinator.Generations.Count));
        };
        var command = new ProcessCommand(Executable.Find("sh"), options.Arguments) { Environment = WorkerVariables.Inherited() };
        var plan = new LaunchPlan(options, command, jobFolder);
        await using var job = new LaunchJob(plan, terms => coordinator.Begin(terms), TimeProvider.System);

        var outcome = await job.RunAsync(TestContext.Current.CancellationToken).WaitAsync(Ranks.Deadline);

        Assert.Equal((1, "rank 1 threw"), (outcome.FirstFailure!.Rank, outcome.FirstFailure.Verdict));
        Assert.Equal(2, coordinator.Terms!.WorkerCount);
        Assert.Equal([2], coordinator.Generations);
        Assert.Equal([0, 0, 1, 1], coordinator.Starts.Select(start => start.Rank).Order());
        Assert.True(SpinWait.SpinUntil(() => coordinator.Ends.Count == 4, Ranks.Deadline));
        Assert.Equal([(0, 9), (0, 9), (1, 9), (1, 9)], coordinator.Ends.Order());
        Assert.Contains("[rank 1] host:1", Lines(output));
    }

    [Fact]
    public void Constructor_OptionsThatDoNotFit_NamesAllProblemsAtOnce()
    {
        var options = Options(0, "") with
        {
            MaxRestarts = -1, MinWorkers = 3, Grace = TimeSpan.FromDays(1), Transport = TransportKind.Mpi, LogFolder = "/dev/null/x",
        };
        string[] names = ["Workers: ", "MaxRestarts: ", "MinWorkers: ", "Grace: ", "Transport: ", "LogFolder: "];

        var problem = Assert.Throws<ArgumentException>(() => new Launcher(options));

        Assert.All(names, name => Assert.Contains(name, problem.Message));
    }

    [Theory]
    [InlineData("no-such-program", "was not found. Got 'no-such-program'. Expected an executable file in one of the folders of PATH: /")]
    [InlineData("./no/such.dll", "Got './no/such.dll': no such file. Expected an executable file. Write: dotnet ./no/such.dll.")]
    [InlineData("/tmp", "Got '/tmp': a folder.")]
    [InlineData("/etc/passwd", "Got '/etc/passwd': a file that may not be executed.")]
    public void Constructor_ProgramThatIsNone_SaysWhereItLooked(string program, string expected)
    {
        var problem = Assert.Throws<ArgumentException>(() => new Launcher(Options(1, "") with { Program = program }));

        Assert.Contains(expected, problem.Message);
    }

    /// <summary>Takes its first lines only after some time, as <c>| less</c> does.</summary>
    private sealed class SlowWriter(StringWriter inner, TimeSpan delay) : TextWriter
    {
        private readonly ManualResetEventSlim closed = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(string? value)
        {
            if (inner.GetStringBuilder().Length == 0) closed.Wait(delay);
            inner.Write(value);
        }

        protected override void Dispose(bool disposing)
        {
            closed.Set();
            base.Dispose(disposing);
        }
    }

    private LauncherOptions Options(int workers, string script) =>
        new() { Program = "sh", Arguments = ["-c", script], Workers = workers, Output = output, Error = error };

    private static Task<LaunchOutcome> RunAsync(LauncherOptions options, CancellationToken cancellation = default) =>
        new Launcher(options).RunAsync(cancellation).WaitAsync(Ranks.Deadline);

    private static string[] Lines(StringWriter text) => text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
