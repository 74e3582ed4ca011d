namespace Tutti.Communication.Simulation;

/// <summary>What happened in a simulation: a digest of all of it, and the last events in words.</summary>
internal sealed class SimulationTrace
{
    private const int KeptCount = 200;
    private readonly Queue<(TimeSpan Time, string Kind, int From, int To, long Detail)> last = new();

    internal long Count { get; private set; }

    /// <summary>The same number exactly where the same happened at the same time, as good as certainly.</summary>
    internal ulong Digest { get; private set; } = 14695981039346656037UL;

    internal void Add(TimeSpan time, string kind, int from, int to, long detail)
    {
        Count++;
        Mix(time.Ticks);
        foreach (var letter in kind) Mix(letter);
        Mix(from);
        Mix(to);
        Mix(detail);
        if (last.Count == KeptCount) last.Dequeue();
        last.Enqueue((time, kind, from, to, detail));
    }

    public override string ToString() => string.Join(
        Environment.NewLine, last.Select(entry => $"{entry.Time.TotalMilliseconds,10:F3} ms  {entry.Kind} {entry.From} → {entry.To} ({entry.Detail})"));

    private void Mix(long value) => Digest = (Digest ^ (ulong)value) * 1099511628211UL;
}
