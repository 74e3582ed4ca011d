using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Tutti.Communication.Launching;
using Tutti.Distributed.Ensembles;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Partitions;
using Tutti.Learning.Data.Sources.Tables;
using Tutti.Learning.Detection;

namespace Tutti.Benchmarks.Ensembles;

/// <summary>
/// Four partitions on two workers against one model on all data, at the same epochs and with one compute thread a worker:
/// <c>ensemble-training FOLDER [ROUNDS [EPOCHS [thread|process]]]</c> on the usual beats of ECG5000 in FOLDER. Each member reads a file
/// of its own, and is saved. Half the time of two models on all data at once, against one, is what the machine's cores allow.
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
        var data = Directory.CreateTempSubdirectory("tutti-parts-");
        try
        {
            WriteParts(arguments[0], data.FullName);
            MeasureAsync(new Settings(data.FullName, numbers[1]!.Value), numbers[0]!.Value, isolation).GetAwaiter().GetResult();
        }
        finally
        {
            data.Delete(recursive: true);
        }
        return 0;
    }

    /// <summary>Trains a member on its own file; travels to workers.</summary>
    internal static TrainedMember Train(MemberPlace place, Settings settings)
    {
        var path = settings.OnAllData ? PartOf(settings.Folder, 0, 1) : PartOf(settings.Folder, place.Member, place.MemberCount);
        var values = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();
        var own = ClassificationDataset.FromFloats("part", values, new byte[values.Length / 140], [140], ["usual"], Standardization.None);
        var options = new AutoencoderDetectorOptions { EpochCount = settings.EpochCount, ComputeThreads = 1, Seed = (ulong)place.Member };
        return new TrainedMember(AutoencoderDetector.Train(own, options), own.Count);
    }

    // Every holder has its own data: cutting them is no part of training.
    private static void WriteParts(string ecg5000, string folder)
    {
        var table = Ecg5000Folder.Read(ecg5000);
        int[] usual = [.. Enumerable.Range(0, table.Labels!.Length).Where(row => table.Labels[row] == 0)];
        foreach (var count in new[] { 1, MemberCount })
        {
            var parts = Partitions.Balanced(usual.Length, count, seed: 0);
            for (var part = 0; part < count; part++)
            {
                float[] values = [.. parts.Rows(part).ToArray().SelectMany(row => table.Values.AsSpan(140 * usual[row], 140).ToArray())];
                File.WriteAllBytes(PartOf(folder, part, count), MemoryMarshal.AsBytes(values.AsSpan()));
            }
        }
    }

    private static string PartOf(string folder, int part, int count) => Path.Combine(folder, $"part-{part}-of-{count}.f32");

    private static async Task MeasureAsync(Settings settings, int rounds, Isolation isolation)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"autoencoder on ECG5000's usual beats, {settings.EpochCount} epochs, {MemberCount} partitions on {WorkerCount} workers " +
            $"({isolation}) against one model on one; one compute thread a worker; {Environment.ProcessorCount} cores, " +
            $"{DateTime.UtcNow:yyyy-MM-dd}"));
        // Compilation is no part of what is compared.
        await TimeAsync(settings with { EpochCount = Math.Min(60, settings.EpochCount) }, MemberCount, WorkerCount, isolation);
        var (single, ensemble, bound) = (new double[rounds], new double[rounds], new double[rounds]);
        for (var round = 0; round < rounds; round++)
        {
            single[round] = await TimeAsync(settings, 1, 1, isolation);
            ensemble[round] = await TimeAsync(settings, MemberCount, WorkerCount, isolation);
            var both = await TimeAsync(settings with { OnAllData = true }, WorkerCount, WorkerCount, isolation);
            bound[round] = both / WorkerCount / single[round];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"round {round + 1}: single {single[round]:F3} s, ensemble {ensemble[round]:F3} s, " +
                $"ratio {ensemble[round] / single[round]:F3}, the cores allow {bound[round]:F3}"));
        }
        double[] ratios = [.. ensemble.Zip(single, (parts, whole) => parts / whole)];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"medians: single {Median(single):F3} s, ensemble {Median(ensemble):F3} s, ratio {Median(ratios):F3} " +
            $"({ratios.Min():F3} to {ratios.Max():F3}), the cores allow {Median(bound):F3} ({bound.Min():F3} to {bound.Max():F3})"));
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

    internal sealed record Settings(string Folder, int EpochCount, bool OnAllData = false);
}
