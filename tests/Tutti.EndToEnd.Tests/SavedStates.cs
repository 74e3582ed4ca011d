namespace Tutti.EndToEnd.Tests;

/// <summary>Training states as they appear in a folder of runs.</summary>
internal static class SavedStates
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    /// <summary>Waits until a run under a folder has replaced its state so many times.</summary>
    internal static async Task WaitAsync(string runs, int count)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(runs, "state.safetensors") { IncludeSubdirectories = true };
        watcher.Renamed += (_, _) =>
        {
            if (Interlocked.Decrement(ref count) <= 0) seen.TrySetResult();
        };
        watcher.EnableRaisingEvents = true;
        await seen.Task.WaitAsync(Deadline);
    }
}
