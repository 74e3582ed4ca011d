using Tutti.Experiments.Reports;
using Tutti.Experiments.Reports.Charts;
using Tutti.Experiments.Training;

namespace Tutti.Experiments.Scaling;

/// <summary>The charts and tables of the scaling report.</summary>
internal sealed class ScalingSections(ScalingResults results)
{
    private static readonly ChartAxis Samples = new("samples");

    private ScalingSettings Settings => results.Settings;

    internal ReportSection Epochs() => new()
    {
        Title = "Time an epoch",
        Paragraphs = ["The less, the better. Bands reach from the least to the greatest over the seeds."],
        Charts = [.. results.Networks.Select(network => (Chart)new LineChart
        {
            Title = $"Time an epoch, {network.Name}",
            Description = Describe(results.Setups, setup => results.EpochSeconds(results.Largest, network.Name, setup), "s an epoch"),
            XAxis = Samples, YAxis = new ChartAxis("seconds an epoch"),
            Series = Lines(results.Setups, (count, setup) => results.EpochSeconds(count, network.Name, setup)),
        })],
        Tables = [TableOf("Seconds an epoch: median over seeds, and range", results.Setups, results.EpochSeconds)],
    };

    internal ReportSection SpeedUps() => new()
    {
        Title = "Speed-up",
        Paragraphs =
        [
            $"How many times as fast as one worker with the same shards. {Settings.WorkerCount} workers on {Settings.CoreCount} cores can reach about " +
            $"{Math.Min(Settings.WorkerCount, Settings.CoreCount)}, less what they spend on talking to each other.",
        ],
        Charts = [.. results.Networks.Select(network => (Chart)new LineChart
        {
            Title = $"Speed-up, {network.Name}",
            Description = Describe(results.Parallel, setup => SpeedUp(results.Largest, network.Name, setup), "times as fast as one worker"),
            XAxis = Samples, YAxis = new ChartAxis("times as fast as one worker"),
            Series = Lines(results.Parallel, (count, setup) => SpeedUp(count, network.Name, setup)),
        })],
        Tables =
        [
            TableOf("Speed-up over one worker with the same shards", results.Parallel, SpeedUp),
            TableOf("Speed-up over one worker that computes each step unsharded", results.Parallel,
                (count, network, setup) => results.SpeedUp(count, network, setup, results.Plain)),
        ],
    };

    internal ReportSection Totals() => new()
    {
        Title = "Total time",
        Paragraphs =
        [
            $"All {Settings.EpochCount} epochs of a training together; in the last chart what is around the trainings of all seeds, once: start of the workers, " +
            "loading, warm-up, and the evaluations. Threads and one worker have the samples in memory already.",
        ],
        Charts =
        [
            .. results.Networks.Select(network => Bars("Training", [network], results.TotalSeconds)),
            Bars("Around the trainings", results.Networks, results.AroundSeconds),
        ],
        Tables =
        [
            TableOf("Seconds of training: median over seeds, and range", results.Setups, results.TotalSeconds),
            TableOf("Seconds around the trainings", results.Setups, results.AroundSeconds),
        ],
    };

    internal ReportSection Weights() => new()
    {
        Title = "Same weights",
        Paragraphs =
        [
            "Digests (SHA-256) of the trained weights, compared with those of one worker with the same shards and the same seed. " +
            $"The example is seed 0, {ReportNumber.Count(results.Largest)} samples, {results.Networks[^1].Name}.",
        ],
        Tables =
        [
            new ReportTable
            {
                Caption = "Trainings that ended with the same bits",
                Columns = ["workers", "same", "of", "example"],
                Rows = [.. new[] { results.Sequential }.Concat(results.Parallel).Select(WeightsRow)],
            },
        ],
    };

    internal ReportSection Accuracies() => new()
    {
        Title = "Test accuracy",
        Paragraphs = ["Of one worker; several workers have the same, as they have the same weights."],
        Charts =
        [
            new LineChart
            {
                Title = "Test accuracy",
                Description = string.Join("; ", results.Networks.Select(network =>
                    $"{network.Name}: {Median(results.Accuracy(results.Largest, network.Name, results.Sequential))} % with {ReportNumber.Count(results.Largest)} samples")) + ".",
                XAxis = Samples, YAxis = new ChartAxis("% of the held-out samples right") { StartsAtZero = false },
                Series = [.. results.Networks.Select(network => new LineSeries(network.Name,
                    [.. Settings.SampleCounts.Select(count => ChartPoint.Of(count, results.Accuracy(count, network.Name, results.Sequential)))]))],
            },
        ],
        Tables = [TableOf("Test accuracy (%): median over seeds, and range", [results.Plain, results.Sequential], results.Accuracy)],
    };

    private Measurement? SpeedUp(int count, string network, WorkerSetup setup) => results.SpeedUp(count, network, setup, results.Sequential);

    private IReadOnlyList<LineSeries> Lines(IEnumerable<WorkerSetup> setups, Func<int, WorkerSetup, Measurement?> value) =>
        [.. setups.Select(setup => new LineSeries(setup.Name,
            [.. Settings.SampleCounts.Select(count => ChartPoint.Of(count, value(count, setup)))], LookOf(setup)))];

    private BarChart Bars(string title, IReadOnlyList<Perceptron> networks, Func<int, string, WorkerSetup, Measurement?> value) => new()
    {
        Title = $"{title}, {ReportNumber.Count(results.Largest)} samples",
        Description = string.Join(" ", networks.Select(network =>
            $"{network.Name}: {Describe(results.Setups, setup => value(results.Largest, network.Name, setup), "s")}")),
        ValueAxis = new ChartAxis("seconds"),
        Groups = [.. networks.Select(network => network.Name)],
        Series = [.. results.Setups.Select(setup => new BarSeries(setup.Name,
            [.. networks.Select(network => value(results.Largest, network.Name, setup))], LookOf(setup)))],
    };

    private ReportTable TableOf(string caption, IEnumerable<WorkerSetup> setups, Func<int, string, WorkerSetup, Measurement?> value) => new()
    {
        Caption = caption,
        Columns = ["network", "samples", .. setups.Select(setup => setup.Name)],
        Rows = [.. results.Networks.SelectMany(network => Settings.SampleCounts.Select(count =>
            (IReadOnlyList<ReportCell>)[network.Name, count, .. setups.Select(setup => (ReportCell)value(count, network.Name, setup))]))],
    };

    private IReadOnlyList<ReportCell> WeightsRow(WorkerSetup setup)
    {
        var own = results.All.Where(found => found.Setup == setup).ToArray();
        var example = own.First(found => found.Seed == 0 && found.SampleCount == results.Largest && found.Network == results.Networks[^1].Name);
        return [setup.Name, own.Count(results.IsSameAsSequential), own.Length, example.Outcome.WeightsSha256[..16] + "…"];
    }

    private string Describe(IEnumerable<WorkerSetup> setups, Func<WorkerSetup, Measurement?> value, string unit) =>
        $"With {ReportNumber.Count(results.Largest)} samples: {string.Join(", ", setups.Select(setup => $"{setup.Name} {Median(value(setup))}"))} {unit}.";

    private int LookOf(WorkerSetup setup) => results.Setups.ToList().IndexOf(setup);

    private static string Median(Measurement? value) => ReportNumber.Measured(value?.Median ?? double.NaN);
}
