namespace Tutti.Cli.Benchmarks;

/// <summary>The figures of one benchmark: of several repetitions the median, the least and the greatest.</summary>
internal sealed record BenchmarkCase(string Name, string Unit, double Median, double Min, double Max, int Repetitions)
{
    /// <summary>More figures by name, for instance bytes allocated a step.</summary>
    internal IReadOnlyDictionary<string, double> Details { get; init; } = new Dictionary<string, double>();

    internal static BenchmarkCase From(string name, string unit, IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new BenchmarkCase(name, unit, median, sorted[0], sorted[^1], sorted.Length);
    }
}
