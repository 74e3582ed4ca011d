using Tutti.Cli.Arguments;
using Tutti.Cli.Commands;
using Tutti.Cli.Output;
using Tutti.Communication;
using Tutti.Distributed.Elastic;

namespace Tutti.Cli.Training;

/// <summary>
/// Training in a process that a launcher started as one rank of several: by <c>--isolation process</c>, <c>tutti launch</c>,
/// <c>mpiexec</c>, <c>srun</c>. Every rank reads its own copy of the data; rank 0 records, shows and reports. With <c>--min-workers</c> the
/// others go on without a rank that is lost or leaves, and with one that joins; the next one takes rank 0's duty over.
/// </summary>
internal static class RankTraining
{
    internal static async Task<int> RunAsync(Invocation invocation, TrainSettingTable table, TrainSettings settings, InterruptedRun? interrupted)
    {
        // Who joins a running training must not let the others wait while it reads its data.
        var prepared = settings.MinWorkers is null ? null
            : await PreparedTraining.CreateAsync(invocation, table, FitBefore(settings), interrupted).ConfigureAwait(false);
        var first = await World.JoinAsync(OptionsFor(settings, prepared), invocation.Cancellation).ConfigureAwait(false);
        using var duty = new RunDuty(new TrainingDisplay(invocation.Terminal, invocation.IsQuiet), invocation.Cancellation);
        var world = new ElasticWorld(first, Meet, invocation.Cancellation) { MinWorkers = settings.MinWorkers ?? 1 };
        await using (world.ConfigureAwait(false))
        {
            try
            {
                prepared = prepared?.With(Fit(prepared.Settings, first))
                    ?? await PreparedTraining.CreateAsync(invocation, table, Fit(settings, first), interrupted).ConfigureAwait(false);
                Meet(first);
                if (settings.MinWorkers is not null) Interruption.Leave = () => Leave(world, invocation);
                // A collective cannot be left by one rank alone: the wish to stop travels with the gradients.
                return await RecordedTraining.RunAsync(invocation, prepared, duty, () =>
                    Task.Run(() => prepared.Job.RunRank(world, duty, invocation.Cancellation), CancellationToken.None)).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                world.Current.Group.Abort(failure);
                throw;
            }
            finally
            {
                Interruption.Leave = null;
            }
        }

        void Meet(World current)
        {
            RankMeeting.CheckAlike(current, prepared!.Digests);
            duty.Folder = RankMeeting.ShareFolder(current, duty.Folder);
            // The first ranks, or newcomers without any survivor.
            if (duty.Folder.Length > 0) return;
            if (current.Rank == 0) duty.Take(prepared.OpenRun(invocation));
            duty.Folder = RankMeeting.ShareFolder(current, duty.Folder);
        }
    }

    private static WorldOptions OptionsFor(TrainSettings settings, PreparedTraining? prepared) => new()
    {
        Name = TrainingJob.GroupName, Timeout = TrainingJob.LongestStep, Transport = WorkerKinds.TransportOf(settings.Transport),
        Purpose = prepared?.Purpose ?? "no --min-workers",
    };

    private static bool Leave(ElasticWorld world, Invocation invocation)
    {
        var leaves = world.RequestLeave();
        invocation.Terminal.Error.WriteLine(leaves
            ? "Leaving after the current step; the others go on. Send the signal again to end at once."
            : "This worker cannot leave the others: its process hosts the job's coordinator. The training stops.");
        return leaves;
    }

    // As far as it can be known before joining: as many shards as workers at first, unless somebody says how many.
    private static TrainSettings FitBefore(TrainSettings settings)
    {
        if (World.LaunchedSize is null && settings is { Workers: null, Shards: null })
            throw new InputException(
                "--shards: a worker that joins later cannot know it. Got none. Expected the number that the others have. Give all of them --shards.");
        return settings with { Shards = settings.Shards ?? settings.Workers ?? World.LaunchedSize };
    }

    // What the launcher decides: how many workers, and of what kind. Who joins later may find another number.
    private static TrainSettings Fit(TrainSettings settings, World world)
    {
        var isNewcomer = world.Generation > 1;
        if (!isNewcomer && settings.Workers is { } wanted && wanted != world.Size)
            throw new InputException($"--workers: not as many as were started. Got {settings.Workers}. Expected {world.Size}, the ranks of this job. Leave --workers out.");
        var fitted = settings with
        {
            Workers = world.Size, LocalWorkers = world.LocalSize, Transport = WorkerKinds.NameOf(world.Transport),
            Isolation = WorkerKinds.NameOf(world.Isolation),
        };
        var problems = fitted.Validate(needsInitial: false).ToArray();
        return problems.Length == 0 ? fitted : throw new InputException(problems);
    }
}
