namespace Tutti.Distributed.Ensembles.Remote;

/// <summary>How long to wait before the next attempt: twice as long after each failure, and less by chance, so that nodes do not come at
/// once.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, Random random)
{
    private int failures;

    internal TimeSpan Next()
    {
        var most = Math.Min(first.TotalSeconds * Math.Pow(2, Math.Min(failures++, 30)), longest.TotalSeconds);
        return TimeSpan.FromSeconds(most * (0.5 + 0.5 * random.NextDouble()));
    }

    internal void Reset() => failures = 0;
}
