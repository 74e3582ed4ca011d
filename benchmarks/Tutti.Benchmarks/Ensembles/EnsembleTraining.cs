using System.Diagnostics;
using System.Globalization;
using Tutti.Communication.Launching;
using Tutti.Distributed.Ensembles;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Partitions;
using Tutti.Learning.Data.Sources.Tables;
using Tutti.Learning.Detection;

namespace Tutti.Benchmarks.Ensembles;

/// <summary>
/// Four partitions on two workers against one model on all data, at the same epochs and with one compute thread a worker: <c>ensemble-training FOLDER
/// [ROUNDS [EPOCHS [thread|process]]]</c> on the usual beats of ECG5000 in FOLDER. Both read the data and save what they trained.
/// </summary>
internal static class EnsembleTraining
{
    private const int MemberCount = 4, WorkerCount = 2;

    internal static int Run(string[] arguments)
    {
        var isolation = Isolation.Thread;
        int?[] numbers = [Number(arguments.ElementAtOrDefault(1), 7), Number(arguments.ElementAtOrDefault(2), 60)];
        if (arguments.Length is < 1 or > 4 || numbers is not [>= 1, >= 1]
            || arguments.Length == 4 && !Enum.TryParse(arguments[3], ignoreCase: true, out isolation) || isolation == Isolation.Mpi)
        {
            Console.Error.WriteLine($"ensemble-training: wrong arguments. Got '{string.Join(' ', arguments)}'. " +
                "Expected: ensemble-training FOLDER [ROUNDS [EPOCHS [thread|process]]], FOLDER holding ECG5000.");
            return 2;
        }
        MeasureAsync(new Settings(Path.GetFullPath(arguments[0]), numbers[1]!.Value), numbers[0]!.Value, isolation).GetAwaiter().GetResult();
        return 0;
    }

    /// <summary>Trains a member; travels to workers.</summary>
    internal static TrainedMember Train(MemberPlace place, Settings settings)
    {
        var table = Ecg5000Folder.Read(settings.Folder);
        var data = ClassificationDataset.FromFloats(
            "ecg5000", table.Values, [.. table.Labels!.Select(label => (byte)label)], [140], table.ClassNames!, Standardization.None);
        var labels = data.CopyLabels();
        var usual = new SourceSubset(data, [.. Enumerable.Range(0, data.Count).Where(row => labels[row] == 0)]);
        var own = Partitions.Balanced(usual.Count, place.MemberCount, seed: 0).View(usual, place.Member);
        var options = new AutoencoderDetectorOptions { EpochCount = settings.EpochCount, ComputeThreads = 1, Seed = (ulong)place.Member };
        return new TrainedMember(AutoencoderDetector.Train(own, options), own.Count);
    }

    private static async Task MeasureAsync(Settings settings, int rounds, Isolation isolation)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"autoencoder on ECG5000's usual beats, {settings.EpochCount} epochs, {MemberCount} partitions on {WorkerCount} workers ({isolation}) " +
            $"against one model on one; one compute thread a worker; {Environment.ProcessorCount} cores, {DateTime.UtcNow:yyyy-MM-dd}"));
        // Compilation is no part of what is compared.
        await TimeAsync(settings with { EpochCount = Math.Min(5, settings.EpochCount) }, MemberCount, WorkerCount, isolation);
        var (single, ensemble) = (new double[rounds], new double[rounds]);
        for (var round = 0; round < rounds; round++)
        {
            single[round] = await TimeAsync(settings, 1, 1, isolation);
            ensemble[round] = await TimeAsync(settings, MemberCount, WorkerCount, isolation);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"round {round + 1}: single {single[round]:F2} s, ensemble {ensemble[round]:F2} s, ratio {ensemble[round] / single[round]:F3}"));
        }
        double[] ratios = [.. ensemble.Zip(single, (parts, whole) => parts / whole)];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"medians: single {Median(single):F2} s, ensemble {Median(ensemble):F2} s, ratio {Median(ratios):F3} " +
            $"({ratios.Min():F3} to {ratios.Max():F3})"));
    }

    private static async Task<double> TimeAsync(Settings settings, int members, int workers, Isolation isolation)
    {
        var folder = Directory.CreateTempSubdirectory("tutti-ensemble-");
        try
        {
            var watch = Stopwatch.StartNew();
            await PartitionEnsemble.TrainAsync(
                new()
                {
                    Folder = folder.FullName, MemberCount = members, Workers = new() { Workers = workers, Isolation = isolation },
                },
                Train, settings);
            return watch.Elapsed.TotalSeconds;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static int? Number(string? text, int usual) =>
        text is null ? usual : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    internal sealed record Settings(string Folder, int EpochCount);
}
