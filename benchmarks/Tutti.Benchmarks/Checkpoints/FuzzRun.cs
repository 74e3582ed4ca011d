using System.Diagnostics;
using System.Globalization;
using Tutti.Communication.Tests.Membership;
using Tutti.Communication.Tests.Transports.Messages;
using Tutti.Learning.Tests.Checkpoints;

namespace Tutti.Benchmarks.Checkpoints;

/// <summary>Long runs of a fuzz harness: <c>fuzz safetensors|control|frames COUNT [SEED]</c>; a processor each does its part, with a seed of its
/// own.</summary>
internal static class FuzzRun
{
    private readonly record struct Outcome(string? Problem, long Accepted, long LargestAllocation);

    public static int Run(string[] arguments)
    {
        if (arguments.Length is < 2 or > 3 || Harness(arguments[0]) is not { } harness
            || !long.TryParse(arguments[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || !int.TryParse(arguments.ElementAtOrDefault(2) ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
        {
            Console.Error.WriteLine($"fuzz: wrong arguments. Got '{string.Join(' ', arguments)}'. Expected: fuzz safetensors|control|frames COUNT [SEED]");
            return 2;
        }
        var parts = Environment.ProcessorCount;
        var watch = Stopwatch.StartNew();
        var outcomes = new Outcome[parts];
        Parallel.For(0, parts, part => outcomes[part] = harness(seed + part, count / parts + (part < count % parts ? 1 : 0)));
        foreach (var problem in outcomes.Select(outcome => outcome.Problem).OfType<string>()) Console.WriteLine(problem);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count} mutated inputs of {arguments[0]} in {watch.Elapsed.TotalSeconds:F0} s: {outcomes.Sum(outcome => outcome.Accepted)} accepted, " +
            $"at most {outcomes.Max(outcome => outcome.LargestAllocation)} bytes allocated for one, " +
            $"{outcomes.Count(outcome => outcome.Problem is not null)} failures"));
        return outcomes.All(outcome => outcome.Problem is null) ? 0 : 1;
    }

    private static Func<int, long, Outcome>? Harness(string name) => name switch
    {
        "safetensors" => (seed, count) =>
        {
            var fuzz = new SafetensorsFuzz(seed);
            return new Outcome(fuzz.Run(count), fuzz.Accepted, fuzz.LargestAllocation);
        },
        "control" => (seed, count) =>
        {
            var fuzz = new ControlFuzz(seed);
            return new Outcome(fuzz.Run(count), fuzz.Accepted, fuzz.LargestAllocation);
        },
        "frames" => (seed, count) =>
        {
            using var fuzz = new FrameFuzz(seed);
            return new Outcome(fuzz.Run(count), fuzz.Accepted, fuzz.LargestAllocation);
        },
        _ => null,
    };
}
