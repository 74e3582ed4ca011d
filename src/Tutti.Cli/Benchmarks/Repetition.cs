using System.Diagnostics;

namespace Tutti.Cli.Benchmarks;

/// <summary>One timed stretch: how long it took, and what share of that time this process had a core.</summary>
internal readonly record struct Repetition(double Seconds, double BusyShare)
{
    /// <summary>
    /// Repeats a stretch until enough repetitions were undisturbed, or three times as many were made; then the least disturbed count. One
    /// thread that computes without pause must have had its core for 97 % of the time, as the peers' timing asks too; where several threads
    /// wait for each other nothing can be said, and all count.
    /// </summary>
    internal static IReadOnlyList<Repetition> Collect(BenchmarkOptions options, bool isOneThread, Func<double> stretch)
    {
        const double least = 0.967;
        var made = new List<Repetition>();
        using var process = Process.GetCurrentProcess();
        var most = isOneThread ? 3 * options.Repetitions : options.Repetitions;
        while (made.Count < most && made.Count(repetition => !isOneThread || repetition.BusyShare >= least) < options.Repetitions)
        {
            process.Refresh();
            var before = process.TotalProcessorTime;
            var seconds = stretch();
            process.Refresh();
            made.Add(new Repetition(seconds, (process.TotalProcessorTime - before).TotalSeconds / seconds));
        }
        return isOneThread ? [.. made.OrderByDescending(repetition => repetition.BusyShare).Take(options.Repetitions)] : made;
    }
}
