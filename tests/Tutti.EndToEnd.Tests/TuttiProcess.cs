using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Tutti.EndToEnd.Tests;

/// <summary>The built <c>tutti</c> command as a process of its own, in a folder of its own, with a deadline for every wait.</summary>
internal sealed class TuttiProcess : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly StringBuilder error = new();
    private readonly TaskCompletionSource errorEnded = new();
    private readonly Task<string> output;
    private readonly List<(string Text, TaskCompletionSource Seen)> awaited = [];
    private readonly Lock gate = new();

    private TuttiProcess(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start };
        process.ErrorDataReceived += (_, line) => Receive(line.Data);
        process.Start();
        process.BeginErrorReadLine();
        output = process.StandardOutput.ReadToEndAsync();
    }

    internal int Id => process.Id;

    /// <summary>What has come on standard error so far.</summary>
    internal string Error
    {
        get
        {
            lock (gate) return error.ToString();
        }
    }

    internal static string CommandPath { get; } = FindCommand();

    internal static TuttiProcess Start(string folder, params string[] args) => StartWith(folder, new Dictionary<string, string>(), args);

    internal static TuttiProcess StartWith(string folder, IReadOnlyDictionary<string, string> variables, params string[] args) =>
        StartUnder([], folder, variables, args);

    /// <summary>The command behind another one that starts it, such as <c>mpiexec -n 2</c>.</summary>
    internal static TuttiProcess StartUnder(string[] launcher, string folder, IReadOnlyDictionary<string, string> variables, params string[] args)
    {
        string[] line = [.. launcher, "dotnet", CommandPath, .. args];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return new TuttiProcess(start);
    }

    internal static async Task<Outcome> RunAsync(string folder, params string[] args)
    {
        using var process = Start(folder, args);
        return await process.WaitAsync();
    }

    internal static async Task<Outcome> RunUnderAsync(string[] launcher, string folder, IReadOnlyDictionary<string, string> variables, params string[] args)
    {
        using var process = StartUnder(launcher, folder, variables, args);
        return await process.WaitAsync();
    }

    /// <summary>Waits for a text on standard error, also one that has come already.</summary>
    internal async Task WaitForErrorAsync(string text)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (error.ToString().Contains(text, StringComparison.Ordinal)) return;
            awaited.Add((text, seen));
        }
        var first = await Task.WhenAny(seen.Task, process.WaitForExitAsync()).WaitAsync(Deadline);
        Assert.True(first == seen.Task, $"The process ended without '{text}' on standard error: {error}");
    }

    /// <summary>What Ctrl-C does in a terminal.</summary>
    internal Task InterruptAsync() => SignalAsync("-INT", process.Id);

    /// <summary>What a scheduler does to a process that is to go.</summary>
    internal static Task TerminateAsync(int id) => SignalAsync("-TERM", id);

    /// <summary>The process goes on existing and does nothing any more, until it is killed.</summary>
    internal Task PauseAsync() => SignalAsync("-STOP", process.Id);

    /// <summary>What a power cut does: no word, no clean-up.</summary>
    internal async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Deadline);
    }

    /// <summary>A port of this machine that was free a moment ago.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task SignalAsync(string signal, int id)
    {
        using var kill = Process.Start("kill", [signal, $"{id}"]);
        await kill.WaitForExitAsync().WaitAsync(Deadline);
    }

    /// <summary>The process that this one, a launcher, has started for a rank.</summary>
    internal int RankProcess(int rank)
    {
        foreach (var entry in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(entry), out var id) || ParentOf(entry) != process.Id) continue;
            if (Read(entry, "environ").Split('\0').Contains($"RANK={rank}") && Read(entry, "cmdline").Contains("tutti.dll", StringComparison.Ordinal)) return id;
        }
        throw new InvalidOperationException($"The launcher {process.Id} has no process for rank {rank}.");
    }

    internal async Task<Outcome> WaitAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Deadline);
        await errorEnded.Task.WaitAsync(Deadline);
        return new Outcome(process.ExitCode, await output.WaitAsync(Deadline), error.ToString());
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private static int ParentOf(string entry) => Read(entry, "stat") is { Length: > 0 } stat
        ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)
        : 0;

    // A process may end while it is looked at.
    private static string Read(string entry, string name)
    {
        try
        {
            return File.ReadAllText(Path.Combine(entry, name));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private void Receive(string? line)
    {
        lock (gate)
        {
            if (line is null)
            {
                errorEnded.TrySetResult();
                return;
            }
            error.AppendLine(line);
            foreach (var (text, seen) in awaited)
                if (line.Contains(text, StringComparison.Ordinal)) seen.TrySetResult();
        }
    }

    // tests/X/bin/CONFIGURATION/net10.0 → src/Tutti.Cli/bin/CONFIGURATION/net10.0
    private static string FindCommand()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var (framework, configuration) = (own.Name, own.Parent!.Name);
        var root = own.Parent.Parent!.Parent!.Parent!.Parent!.FullName;
        var path = Path.Combine(root, "src", "Tutti.Cli", "bin", configuration, framework, "tutti.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"The command was not built. Expected {path}.", path);
    }

    internal sealed record Outcome(int ExitCode, string Output, string Error)
    {
        /// <summary>The last line of standard output as JSON, without the rank that <c>tutti launch</c> puts before it.</summary>
        internal JsonElement Json => JsonDocument.Parse(WithoutRank(Output.TrimEnd().Split('\n')[^1])).RootElement;

        private static string WithoutRank(string line) => line.StartsWith("[rank 0] ", StringComparison.Ordinal) ? line["[rank 0] ".Length..] : line;

        internal Outcome Expect(int exitCode)
        {
            Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, expected {exitCode}\n{Output}\n{Error}");
            return this;
        }
    }
}
