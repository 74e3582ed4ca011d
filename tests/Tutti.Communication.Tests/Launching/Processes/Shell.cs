using System.Globalization;
using Tutti.Communication.Launching;
using Tutti.Communication.Launching.Output;
using Tutti.Communication.Launching.Processes;

namespace Tutti.Communication.Tests.Launching.Processes;

/// <summary>Shell scripts as supervised processes, and whether processes live.</summary>
internal static class Shell
{
    internal static ProcessCommand Command(string script) =>
        new(Executable.Find("sh"), ["-c", script]) { Environment = WorkerVariables.Inherited() };

    internal static Task<SupervisedProcess> StartAsync(ProcessSupervisor supervisor, string script, WorkerOutput? output = null) =>
        supervisor.StartAsync(Command(script), output ?? new WorkerOutput("", null, null, null)).WaitAsync(Ranks.Deadline);

    internal static async Task<ProcessExit> RunAsync(ProcessSupervisor supervisor, string script, WorkerOutput? output = null) =>
        await (await StartAsync(supervisor, script, output)).Ended.WaitAsync(Ranks.Deadline);

    /// <summary>What is dead but not yet buried by its parent does not live.</summary>
    internal static bool IsAlive(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>The numbers that a script writes into a file, once they are there.</summary>
    internal static int[] ReadNumbers(string path, int count)
    {
        int[] numbers = [];
        Await(() => File.Exists(path) && (numbers = Parse(File.ReadAllText(path))).Length == count, Ranks.Deadline);
        return numbers;
    }

    internal static void AwaitDeath(params IEnumerable<int> processes) => Await(() => !processes.Any(IsAlive), Ranks.Deadline);

    private static void Await(Func<bool> condition, TimeSpan deadline) =>
        Assert.True(SpinWait.SpinUntil(condition, deadline), "it did not happen in time");

    private static int[] Parse(string text) =>
        text.EndsWith('\n') ? [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)] : [];
}
