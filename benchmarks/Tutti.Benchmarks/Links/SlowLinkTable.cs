using System.Globalization;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Catalog;

namespace Tutti.Benchmarks.Links;

/// <summary>
/// Time to a target accuracy over a slow link: <c>slow-link [TARGET [SEEDS [MBIT [MILLISECONDS]]]]</c> trains <c>cnn-fedavg</c> on two ranks with
/// each compression of gradients and prints a table.
/// </summary>
internal static class SlowLinkTable
{
    private const string Data = "mnist";
    private static readonly string[] Compressions = ["none", "half", "int8", "top-k:0.01", "power-sgd:1", "power-sgd:2", "power-sgd:4"];

    internal static int Run(string[] arguments)
    {
        double?[] numbers = [.. new double[] { 0.98, 3, 100, 10 }.Select((usual, index) => Number(arguments.ElementAtOrDefault(index), usual))];
        if (arguments.Length > numbers.Length || numbers is not [> 0 and <= 1, >= 1, > 0, >= 0] || numbers[1] % 1 != 0)
        {
            Console.Error.WriteLine($"slow-link: wrong arguments. Got '{string.Join(' ', arguments)}'. " +
                "Expected: slow-link [TARGET [SEEDS [MBIT [MILLISECONDS]]]], TARGET an accuracy up to 1, at least one seed, a bandwidth above 0.");
            return 2;
        }

        var link = new SlowLink(numbers[2]!.Value, TimeSpan.FromMilliseconds(numbers[3]!.Value), numbers[0]!.Value);
        var data = new DataCatalog().LoadAsync(Data).GetAwaiter().GetResult();
        Print(link, data, (int)numbers[1]!.Value);
        return 0;
    }

    private static void Print(SlowLink link, ClassificationSplits data, int seedCount)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{SlowLink.Model} on {Data}, 2 ranks, {link.Megabits} Mbit/s up from each rank, " +
            $"{link.Delay.TotalMilliseconds} ms one way, batch {SlowLink.BatchSize}; medians (ranges) of {seedCount} seeds; {Environment.ProcessorCount} cores, " +
            $"{DateTime.UtcNow:yyyy-MM-dd}"));
        Console.WriteLine($"\n| `--compression` | ms a step | steps to {link.Target:P1} | seconds to it | times sooner |\n|---|---|---|---|---|");
        double[]? plain = null;
        foreach (var compression in Compressions)
        {
            var runs = Enumerable.Range(0, seedCount).Select(seed => link.Train(data, compression, (ulong)seed)).ToArray();
            double[] seconds = [.. runs.Select(run => run.Seconds)];
            plain ??= seconds;
            double[] ratios = [.. seconds.Select((time, seed) => plain[seed] / time)];
            Console.WriteLine($"| `{compression}` | {Cell([.. runs.Select(run => 1000 * run.Seconds / run.Steps)], "F0")} | " +
                $"{Cell([.. runs.Select(run => (double)run.Steps)], "F0")} | {Cell(seconds, "F1")} | {Cell(ratios, "F1")} |");
        }
    }

    private static string Cell(double[] values, string format)
    {
        Array.Sort(values);
        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        return $"{Text(values[values.Length / 2])} ({Text(values[0])} to {Text(values[^1])})";
    }

    private static double? Number(string? text, double usual) =>
        text is null ? usual : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
