using System.Diagnostics;
using System.Globalization;
using Tutti.Learning.Tests.Checkpoints;

namespace Tutti.Benchmarks.Checkpoints;

/// <summary>Long runs of the fuzz harness: <c>fuzz safetensors COUNT [SEED]</c>; a processor each does its part, with a seed of its
/// own.</summary>
internal static class FuzzRun
{
    public static int Run(string[] arguments)
    {
        if (arguments.Length is < 2 or > 3 || arguments[0] != "safetensors"
            || !long.TryParse(arguments[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || !int.TryParse(arguments.ElementAtOrDefault(2) ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
        {
            Console.Error.WriteLine($"fuzz: wrong arguments. Got '{string.Join(' ', arguments)}'. Expected: fuzz safetensors COUNT [SEED]");
            return 2;
        }
        var parts = Environment.ProcessorCount;
        var watch = Stopwatch.StartNew();
        var fuzzes = Enumerable.Range(0, parts).Select(part => new SafetensorsFuzz(seed + part)).ToArray();
        var problems = new string?[parts];
        Parallel.For(0, parts, part => problems[part] = fuzzes[part].Run(count / parts + (part < count % parts ? 1 : 0)));
        foreach (var problem in problems.OfType<string>()) Console.WriteLine(problem);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count} mutated headers in {watch.Elapsed.TotalSeconds:F0} s: {fuzzes.Sum(fuzz => fuzz.Accepted)} accepted, " +
            $"at most {fuzzes.Max(fuzz => fuzz.LargestAllocation)} bytes allocated for one, " +
            $"{problems.Count(problem => problem is not null)} failures"));
        return problems.All(problem => problem is null) ? 0 : 1;
    }
}
