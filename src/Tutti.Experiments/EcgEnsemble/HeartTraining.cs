using System.Diagnostics;
using Tutti.Communication.Launching;
using Tutti.Distributed;
using Tutti.Learning.Data;
using Tutti.Learning.Detection;

namespace Tutti.Experiments.EcgEnsemble;

/// <summary>Trains detectors in every way that is compared, one compute thread a worker, the same epochs for all.</summary>
internal sealed class HeartTraining(HeartCase hearts, EcgEnsembleSettings settings, ulong seed, CancellationToken cancellation)
{
    // How long a rank may wait for another that trains a larger part.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private AutoencoderDetectorOptions Options => new()
    {
        Preset = settings.Preset, EpochCount = hearts.Source.EpochCount, Seed = seed, ComputeThreads = 1,
    };

    /// <summary>One model on all data.</summary>
    internal Trained TrainSingle() => Timed(() => [AutoencoderDetector.Train(hearts.Usual, Options, cancellation: cancellation)]);

    /// <summary>The components that stand for all data.</summary>
    internal Trained FitComponents() => Timed(() => [PcaDetector.Fit(hearts.Usual)]);

    // Not a PartitionEnsemble: its members read their own data and are saved, and here all beats are in memory already.
    /// <summary>A model a hospital, as many at once as there are workers.</summary>
    internal async Task<Trained> TrainMembersAsync()
    {
        var clock = Stopwatch.GetTimestamp();
        var workers = Math.Min(settings.WorkerCount, settings.HospitalCount);
        var members = await Distributor.RunAsync(
            new DistributorOptions { Workers = workers, Timeout = LongestWait, Name = "hospitals" },
            (world, token) => Enumerable.Range(0, settings.HospitalCount).Where(member => member % workers == world.Rank)
                .Select(member => (Member: member, Detector: TrainMember(member, token))).ToArray(),
            cancellation).ConfigureAwait(false);
        return new Trained(
            [.. members.SelectMany(own => own).OrderBy(own => own.Member).Select(own => own.Detector)], Stopwatch.GetElapsedTime(clock).TotalSeconds);
    }

    /// <summary>One model of all hospitals, each a worker with its own beats; a detector a hospital.</summary>
    internal async Task<Trained> TrainSharedAsync()
    {
        var clock = Stopwatch.GetTimestamp();
        var detectors = await Distributor.RunAsync(
            new DistributorOptions { Workers = settings.HospitalCount, Timeout = LongestWait, Name = "hospitals" },
            (world, token) => (IAnomalyDetector)AutoencoderDetector.TrainShared(
                hearts.Usual, hearts.Hospitals, new DataParallel(world), PartOf(world.Rank), Options, token),
            cancellation).ConfigureAwait(false);
        return new Trained(detectors, Stopwatch.GetElapsedTime(clock).TotalSeconds);
    }

    private IAnomalyDetector TrainMember(int member, CancellationToken token) =>
        AutoencoderDetector.Train(PartOf(member), Options with { Seed = seed * (ulong)settings.HospitalCount + (ulong)member }, cancellation: token);

    private SourceSubset PartOf(int hospital) => hearts.Hospitals.View(hearts.Usual, hospital);

    private static Trained Timed(Func<IReadOnlyList<IAnomalyDetector>> train)
    {
        var clock = Stopwatch.GetTimestamp();
        return new Trained(train(), Stopwatch.GetElapsedTime(clock).TotalSeconds);
    }

    /// <summary>Detectors, and how long they took.</summary>
    internal sealed record Trained(IReadOnlyList<IAnomalyDetector> Detectors, double Seconds);
}
