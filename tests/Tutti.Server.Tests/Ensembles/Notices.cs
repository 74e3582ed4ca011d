namespace Tutti.Server.Tests.Ensembles;

/// <summary>What a hub or a node told, to be waited for.</summary>
internal sealed class Notices
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private readonly List<(string Text, int Count, TaskCompletionSource Seen)> awaited = [];

    internal string All
    {
        get
        {
            lock (gate) return string.Join('\n', lines);
        }
    }

    internal void Add(string line)
    {
        lock (gate)
        {
            lines.Add(line);
            foreach (var (text, count, seen) in awaited)
                if (Count(text) >= count) seen.TrySetResult();
        }
    }

    /// <summary>Waits until a text was told so many times, also before this call.</summary>
    internal async Task WaitForAsync(string text, int count = 1)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (Count(text) >= count) return;
            awaited.Add((text, count, seen));
        }
        try
        {
            await seen.Task.WaitAsync(Deadline);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"'{text}' was not told {count} times within {Deadline}. Told was:\n{All}");
        }
    }

    private int Count(string text) => lines.Count(line => line.Contains(text, StringComparison.Ordinal));
}
