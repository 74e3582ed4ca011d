using System.Text.Json;
using System.Text.Json.Serialization;
using Tutti.Communication.Launching;
using Tutti.Communication.Launching.Functions;
using Tutti.Learning.Detection;
using Tutti.Storage.Files;

namespace Tutti.Distributed.Ensembles;

/// <summary>
/// Trains one model on each of N partitions, on workers that may be threads, processes or MPI ranks, and keeps the models in a folder:
/// D = ∪ Dᵢ, mᵢ learned from Dᵢ alone. Nothing but the training function reads data, so each worker reads its own partitions only. A
/// member's bits depend on the function, its arguments and the member's number, not on the number or kind of workers.
/// </summary>
/// <example><code>
/// await PartitionEnsemble.TrainAsync(new() { Folder = "hospitals", MemberCount = 4 }, Train, new Settings("records", Seed: 7));
///
/// static TrainedMember Train(MemberPlace place, Settings settings)
/// {
///     var beats = ReadHospital(settings.Path, place.Member);
///     return new(AutoencoderDetector.Train(beats, new() { ComputeThreads = place.ComputeThreads }), beats.Count);
/// }
/// </code></example>
public static class PartitionEnsemble
{
    // How long a worker may be silent is no matter of a training; that one is dead is noticed within seconds anyway.
    private static readonly TimeSpan Unhurried = TimeSpan.FromDays(20);

    internal static JsonSerializerOptions Json { get; } = new()
    {
        IncludeFields = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>
    /// Trains the members that are not saved yet, and writes the manifest when all are there. A training that was stopped or failed goes on
    /// when it is called again: members whose function (the very build), arguments, number and inputs are the same are kept.
    /// </summary>
    /// <typeparam name="TArguments">What the function is given; travels as JSON.</typeparam>
    /// <param name="options">How many members, who trains, where they go.</param>
    /// <param name="train">Trains one member: a static method that is not generic.</param>
    /// <param name="arguments">The same for every member; as JSON, for threads too.</param>
    /// <param name="progress">Told how far members are. Default null: nobody.</param>
    /// <param name="cancellation">Stops the training.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="ArgumentException">The options do not fit (all problems are listed), or the function cannot travel.</exception>
    /// <exception cref="MemberException">A member could not be trained: the first that failed is named. No manifest is left.</exception>
    /// <exception cref="InvalidOperationException">Somebody else trains into the folder.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled. No manifest is left.</exception>
    public static async Task<EnsembleManifest> TrainAsync<TArguments>(
        PartitionEnsembleOptions options, Func<MemberPlace, TArguments, TrainedMember> train, TArguments arguments,
        IProgress<EnsembleTrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(train);
        Throw.IfAny(nameof(PartitionEnsemble), options.Validate());
        var folder = Directory.CreateDirectory(options.Folder).FullName;
        string[] names = [.. options.Names ?? Enumerable.Range(0, options.MemberCount).Select(member => $"member-{member}")];
        var work = new MemberWork(
            folder, names, FunctionReference.Of(train).ToText(), JsonSerializer.Serialize(arguments, Json), options.Inputs, []);
        using var taken = FileLock.TryTake(Path.Combine(folder, EnsembleManifest.FileName)) ?? throw new InvalidOperationException(
            $"PartitionEnsemble: somebody else trains into '{folder}'. Got a lock that is held. Expected one training a folder. " +
            "Wait for it, or choose another folder.");
        File.Delete(Path.Combine(folder, EnsembleManifest.FileName));
        var kept = names.Select((_, member) => FindSaved(work, member)).ToArray();
        work = work with { Missing = [.. Enumerable.Range(0, names.Length).Where(member => kept[member] is null)] };
        await TrainMissingAsync(options.Workers, work, progress, cancellation).ConfigureAwait(false);
        var manifest = new EnsembleManifest([.. names.Select((name, member) => (kept[member] ?? Trained(work, member)) with { Name = name })]);
        manifest.Write(folder);
        return manifest;
    }

    private static async Task TrainMissingAsync(
        DistributorOptions workers, MemberWork work, IProgress<EnsembleTrainingProgress>? progress, CancellationToken cancellation)
    {
        var watch = new TrainingWatch(work, progress);
        for (var member = 0; member < work.Names.Length; member++)
            if (!work.Missing.Contains(member)) watch.Tell(member, MemberStage.Kept);
        if (work.Missing.Length == 0) return;
        var jobOptions = workers with
        {
            Workers = Math.Min(workers.Workers ?? Environment.ProcessorCount, work.Missing.Length),
            Timeout = workers.Isolation == Isolation.Mpi ? workers.Timeout : Unhurried,
        };
        using var ended = new CancellationTokenSource();
        var following = watch.FollowAsync(ended.Token);
        try
        {
            await Distributor.RunAsync<MemberWork, int>(jobOptions, MemberTraining.Run, work, cancellation).ConfigureAwait(false);
        }
        catch (RemoteWorkerException lost)
        {
            throw new MemberException(Describe(lost, work), lost);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await following.ConfigureAwait(false);
        }
    }

    private static string Describe(RemoteWorkerException lost, MemberWork work)
    {
        if (lost.RemoteType == typeof(MemberException).FullName) return lost.Message;
        var open = work.Missing.Where(member =>
            MemberRecord.TryRead(work.Folder, member, work.FingerprintOf(member)) is { Member: null } record && record.Rank == lost.Rank);
        var names = string.Join(", ", open.Select(member => $"'{work.Names[member]}'"));
        return $"PartitionEnsemble: worker {lost.Rank?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"} was lost while it " +
            $"trained {(names.Length > 0 ? names : "its members")}. {lost.Message}";
    }

    private static ManifestMember? FindSaved(MemberWork work, int member)
    {
        if (MemberRecord.TryRead(work.Folder, member, work.FingerprintOf(member))?.Member is not { } saved) return null;
        try
        {
            return AnomalyDetectors.Load(MemberRecord.ModelPathOf(work.Folder, member)).Version == saved.Version ? saved : null;
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // Broken or gone: it is trained again.
            return null;
        }
    }

    private static ManifestMember Trained(MemberWork work, int member) =>
        MemberRecord.TryRead(work.Folder, member, work.FingerprintOf(member))?.Member ?? throw new MemberException(
            $"PartitionEnsemble: '{work.Names[member]}' is not in '{work.Folder}'. Got a worker that ended well. Expected it to save the " +
            "member where all see it. Choose a folder that every worker shares.");
}
