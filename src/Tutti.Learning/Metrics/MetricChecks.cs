namespace Tutti.Learning.Metrics;

/// <summary>What all metrics check before they compute.</summary>
internal static class MetricChecks
{
    public static void SameLength(string metric, long expected, long found)
    {
        if (expected != found) throw new ArgumentException(
            $"{metric}: the lengths differ. Got {expected} and {found}. Expected equal ones.");
        if (expected == 0) throw new ArgumentException($"{metric}: there is nothing to measure. Got no rows. Expected at least one.");
    }
}
