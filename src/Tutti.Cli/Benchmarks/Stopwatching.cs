using System.Diagnostics;

namespace Tutti.Cli.Benchmarks;

/// <summary>
/// Times something short: warms up until the runtime has compiled it for good, finds how often it runs in a repetition of the wanted
/// length, then measures repetitions.
/// </summary>
internal static class Stopwatching
{
    // Tiered compilation replaces code 100 ms after the last new method ran often; half a second covers several rounds of that.
    internal static readonly TimeSpan LeastWarmUp = TimeSpan.FromSeconds(0.5);

    /// <summary>Where several workers compute on all cores, compilation has to wait for a core.</summary>
    internal static readonly TimeSpan SharedWarmUp = TimeSpan.FromSeconds(3);

    /// <summary>Seconds for one call, one value a repetition.</summary>
    internal static double[] Measure(Action action, BenchmarkOptions options, CancellationToken cancellation)
    {
        Run(action, LeastWarmUp, cancellation);
        var sample = Run(action, options.RepetitionTime, cancellation);
        var calls = (int)Math.Max(1, Math.Ceiling(sample.Calls * options.RepetitionTime.TotalSeconds / sample.Seconds));
        var repetitions = Repetition.Collect(options, isOneThread: options.Threads == 1, () =>
        {
            cancellation.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            for (var call = 0; call < calls; call++) action();
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        });
        return [.. repetitions.Select(repetition => repetition.Seconds / calls)];
    }

    private static (int Calls, double Seconds) Run(Action action, TimeSpan length, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var calls = 0;
        while (Stopwatch.GetElapsedTime(start) < length)
        {
            cancellation.ThrowIfCancellationRequested();
            action();
            calls++;
        }
        return (calls, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
