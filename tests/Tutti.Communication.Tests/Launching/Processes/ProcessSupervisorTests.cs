using System.Diagnostics;
using System.Text;
using Tutti.Communication.Launching.Output;
using Tutti.Communication.Launching.Processes;
using Tutti.TestKit;

namespace Tutti.Communication.Tests.Launching.Processes;

public sealed class ProcessSupervisorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("exit 0", 0, null, "exit code 0")]
    [InlineData("exit 3", 3, null, "exit code 3")]
    [InlineData("kill -SEGV $$", 139, "SIGSEGV", "killed by SIGSEGV")]
    [InlineData("kill -KILL $$", 137, "SIGKILL", "killed by SIGKILL")]
    [InlineData("exit 250", 250, null, "exit code 250")]
    public async Task Ended_AnyEnd_TellsCodeAndSignal(string script, int code, string? signal, string words)
    {
        await using var supervisor = new ProcessSupervisor();

        var exit = await Shell.RunAsync(supervisor, script);

        Assert.Equal((code, signal, words), (exit.Code, exit.Signal, exit.Describe()));
    }

    [Fact]
    public async Task StartAsync_ACapturedProcess_LeadsASessionAndReadsNothing()
    {
        var text = new StringWriter();
        await using var supervisor = new ProcessSupervisor();

        var process = await Shell.StartAsync(supervisor, "cat; read -r line </proc/self/stat; echo ${line##*) }", Captured(text));
        var exit = await process.Ended.WaitAsync(Ranks.Deadline);

        Assert.Equal(0, exit.Code);
        // state, parent, group, session
        Assert.Equal([$"{process.Id}", $"{process.Id}"], text.ToString().Split(' ')[2..4]);
    }

    [Theory]
    [InlineData("sleep 1000 & echo $! >{0}")]
    [InlineData("set -m; sleep 1000 & echo $! >{0}")]
    [InlineData("sh -c 'sleep 1000 & echo $! >{0}; wait' & while [ ! -s {0} ]; do :; done; kill -KILL $$")]
    public async Task Ended_LeftSomethingRunning_EndsThatToo(string script)
    {
        await using var supervisor = new ProcessSupervisor();

        await Shell.RunAsync(supervisor, string.Format(null, script, folder["pid"]));

        Shell.AwaitDeath(Shell.ReadNumbers(folder["pid"], 1));
    }

    [Fact]
    public async Task Signal_AProcessWithChildren_ReachesAllOfThem()
    {
        await using var supervisor = new ProcessSupervisor();
        var child = $"trap \"echo child >{folder["child"]}; exit\" TERM; echo 1 >{folder["up"]}; while :; do sleep 0.01; done";
        var process = await Shell.StartAsync(supervisor, $"sh -c '{child}' & trap 'wait; exit 7' TERM; wait");
        Shell.ReadNumbers(folder["up"], 1);

        process.Signal(UnixProcesses.Terminate);
        var exit = await process.Ended.WaitAsync(Ranks.Deadline);

        Assert.Equal(7, exit.Code);
        Assert.Equal("child\n", File.ReadAllText(folder["child"]));
    }

    [Fact]
    public async Task Signal_RightAfterTheStart_IsNotLost()
    {
        await using var supervisor = new ProcessSupervisor();
        var process = await Shell.StartAsync(supervisor, "while :; do sleep 1; done");

        process.Signal(UnixProcesses.Terminate);

        Assert.Equal("SIGTERM", (await process.Ended.WaitAsync(Ranks.Deadline)).Signal);
    }

    [Fact]
    public async Task DisposeAsync_ProcessesRun_EndsTheirFamiliesAndNobodyElse()
    {
        using var canary = Process.Start("sleep", "1000");
        try
        {
            var supervisor = new ProcessSupervisor();
            for (var i = 0; i < 3; i++)
                await Shell.StartAsync(supervisor, $"trap '' TERM; (trap '' TERM; sleep 1000) & echo $$ $! >{folder[$"{i}"]}; wait");
            int[] all = [.. Enumerable.Range(0, 3).SelectMany(i => Shell.ReadNumbers(folder[$"{i}"], 2))];
            Assert.All(all, process => Assert.True(Shell.IsAlive(process)));

            await supervisor.DisposeAsync().AsTask().WaitAsync(Ranks.Deadline);

            Shell.AwaitDeath(all);
            Assert.False(canary.HasExited);
        }
        finally
        {
            canary.Kill();
        }
    }

    [Fact]
    public async Task Ended_ADescendantThatLeftHoldsThePipe_DoesNotWaitForIt()
    {
        await using var supervisor = new ProcessSupervisor();
        try
        {
            var exit = await Shell.RunAsync(
                supervisor, $"setsid sh -c 'echo $$ >{folder["pid"]}; sleep 1000' & while [ ! -s {folder["pid"]} ]; do :; done; exit 5");

            Assert.Equal(5, exit.Code);
        }
        finally
        {
            UnixProcesses.KillSession(Shell.ReadNumbers(folder["pid"], 1)[0]);
        }
    }

    [Fact]
    public async Task Ended_MuchOnStandardError_KeepsTheLastLinesOnly()
    {
        var output = Captured(new StringWriter());
        await using var supervisor = new ProcessSupervisor();

        var exit = await Shell.RunAsync(
            supervisor, "i=0; while [ $i -lt 100 ]; do echo line $i >&2; i=$((i + 1)); done; printf 'the end' >&2; exit 1", output);

        Assert.Equal(WorkerOutput.KeptErrorLines, exit.LastErrorLines.Count);
        Assert.Equal(["line 99", "the end"], exit.LastErrorLines.TakeLast(2));
    }

    [Fact]
    public async Task WorkerOutput_BytesThatAreNoText_AreShownAsLinesAndLoggedAsTheyAre()
    {
        var text = new StringWriter();
        using (var file = new RankFile(folder.Path, 0))
        {
            await using var supervisor = new ProcessSupervisor();
            await Shell.RunAsync(supervisor, @"printf 'a\377\000b\nend'", new WorkerOutput("> ", new SharedWriter(text), null, file));
        }

        Assert.Equal("> a\uFFFD\0b\n> end\n", text.ToString());
        Assert.Equal([(byte)'a', 0xFF, 0, (byte)'b', (byte)'\n', .. "end\n"u8], File.ReadAllBytes(folder["rank-0.log"]));
    }

    [Fact]
    public async Task WorkerOutput_NobodyReads_DoesNotHoldTheWorkerUp()
    {
        await using var supervisor = new ProcessSupervisor();

        var exit = await Shell.RunAsync(supervisor, "head -c 1000000 /dev/zero | tr '\\0' x; exit 4", Captured(new ClosedWriter()));

        Assert.Equal(4, exit.Code);
    }

    private static WorkerOutput Captured(TextWriter writer) => new("", new SharedWriter(writer), null, null);

    private sealed class ClosedWriter : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(string? value) => throw new IOException("Broken pipe");
    }
}
