using Tutti.Communication.Launching.Output;

namespace Tutti.Communication.Launching.Processes;

/// <summary>
/// Starts processes, owns them and ends them: none outlives it, nor this process, however that ends. Kills only what it started, by session
/// or job object, never by name. Thread-safe.
/// </summary>
internal sealed class ProcessSupervisor : IAsyncDisposable
{
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);

    private readonly StarterThread starter = new();
    private readonly Guardian? guardian;
    private readonly Lock gate = new();
    private readonly List<SupervisedProcess> started = [];
    private bool isEnding;

    /// <param name="folder">A folder to remove should this process die; null: none.</param>
    internal ProcessSupervisor(string? folder = null) => guardian = Guardian.Start(folder);

    /// <exception cref="System.ComponentModel.Win32Exception">The system refuses to start it.</exception>
    /// <exception cref="ObjectDisposedException">The supervisor has ended.</exception>
    internal Task<SupervisedProcess> StartAsync(ProcessCommand command, WorkerOutput? output) => starter.RunAsync(() =>
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isEnding, this);
            var process = SupervisedProcess.Start(command, output, guardian);
            started.Add(process);
            return process;
        }
    });

    /// <summary>Completes when all that was started so far has ended and its output is shown, however slowly that is read.</summary>
    internal Task ShownAsync()
    {
        lock (gate) return Task.WhenAll(started.Select(process => process.Shown));
    }

    /// <summary>Kills what still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            if (isEnding) return;
            isEnding = true;
        }
        foreach (var process in started) process.Kill();
        Task ended = Task.WhenAll(started.Select(process => process.Ended));
        await ended.WaitAsync(LongestEnd).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        guardian?.KeepFolder();
        guardian?.Dispose();
        starter.Dispose();
    }
}
