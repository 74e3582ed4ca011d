using System.Diagnostics;
using System.Globalization;
using Tutti.Communication.Tests.Simulation;

namespace Tutti.Benchmarks.Simulation;

/// <summary>Long runs of the simulated cluster: <c>simulate STORY|all COUNT [FIRST SEED]</c>; a seed that fails is printed with what is wrong.</summary>
internal static class SimulateRun
{
    internal static int Run(string[] arguments)
    {
        var stories = arguments.Length is 2 or 3 ? Find(arguments[0]) : null;
        if (stories is null
            || !int.TryParse(arguments[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || !int.TryParse(arguments.ElementAtOrDefault(2) ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var first))
        {
            Console.Error.WriteLine(
                $"simulate: wrong arguments. Got '{string.Join(' ', arguments)}'. Expected: simulate {string.Join('|', Stories.All.Keys)}|all COUNT [FIRST SEED]");
            return 2;
        }

        return stories.Count(name => Tell(name, first, count) > 0) == 0 ? 0 : 1;
    }

    private static IReadOnlyList<string>? Find(string name) =>
        name == "all" ? [.. Stories.All.Keys] : Stories.All.ContainsKey(name) ? [name] : null;

    private static int Tell(string name, int first, int count)
    {
        var watch = Stopwatch.StartNew();
        var failures = 0;
        Parallel.For(first, first + count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
        {
            try
            {
                Stories.All[name](seed);
            }
            catch (Exception problem)
            {
                Interlocked.Increment(ref failures);
                Console.WriteLine($"{name}, seed {seed}: {problem.Message}");
            }
        });
        var minutes = watch.Elapsed.TotalMinutes;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: {count} seeds in {60 * minutes:F0} s, {count / minutes:F0} a minute, {failures} failures"));
        return failures;
    }
}
