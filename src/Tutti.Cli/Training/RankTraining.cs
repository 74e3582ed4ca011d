using Tutti.Cli.Arguments;
using Tutti.Cli.Commands;
using Tutti.Cli.Output;
using Tutti.Communication;
using Tutti.Distributed.Elastic;

namespace Tutti.Cli.Training;

/// <summary>
/// Training in a process that a launcher started as one rank of several: by <c>--isolation process</c>, <c>tutti launch</c>,
/// <c>mpiexec</c>, <c>srun</c>. Every rank reads its own copy of the data; rank 0 records, shows and reports. With <c>--min-workers</c> the
/// others go on without a rank that is lost, and the next one takes rank 0's duty over.
/// </summary>
internal static class RankTraining
{
    internal static async Task<int> RunAsync(Invocation invocation, TrainSettingTable table, TrainSettings settings, InterruptedRun? interrupted)
    {
        var first = await World.JoinAsync(
            new WorldOptions { Name = TrainingJob.GroupName, Timeout = TrainingJob.LongestStep, Transport = WorkerKinds.TransportOf(settings.Transport) },
            invocation.Cancellation).ConfigureAwait(false);
        using var duty = new RunDuty(new TrainingDisplay(invocation.Terminal, invocation.IsQuiet), invocation.Cancellation);
        PreparedTraining? prepared = null;
        var world = new ElasticWorld(first, Meet, invocation.Cancellation);
        await using (world.ConfigureAwait(false))
        {
            try
            {
                prepared = await PreparedTraining.CreateAsync(invocation, table, Fit(settings, first), interrupted).ConfigureAwait(false);
                Meet(first);
                // A collective cannot be left by one rank alone: the wish to stop travels with the gradients.
                return await RecordedTraining.RunAsync(invocation, prepared, duty, () =>
                    Task.Run(() => prepared.Job.RunRank(world, duty, invocation.Cancellation), CancellationToken.None)).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                world.Current.Group.Abort(failure);
                throw;
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

    // What the launcher decides: how many workers, and of what kind. Who joins later may find fewer.
    private static TrainSettings Fit(TrainSettings settings, World world)
    {
        var isNewcomer = world.Generation > 1;
        if (isNewcomer && settings.MinWorkers is null)
            throw new InputException("--min-workers: the training goes on without the workers that it lost. Got none. Expected what the others were given. Add it.");
        if (isNewcomer ? settings.Workers < world.Size : settings.Workers is { } wanted && wanted != world.Size)
            throw new InputException($"--workers: not as many as were started. Got {settings.Workers}. Expected {world.Size}, the ranks of this job. Leave --workers out.");
        if (isNewcomer && settings is { Workers: null, Shards: null })
            throw new InputException(
                $"--shards: a worker that joins later cannot know it. Got none in generation {world.Generation}. Expected the number that the others have. " +
                "Give all of them --shards.");
        var fitted = settings with
        {
            Workers = isNewcomer ? settings.Workers ?? world.Size : world.Size, LocalWorkers = world.LocalSize, Transport = WorkerKinds.NameOf(world.Transport),
            Isolation = WorkerKinds.NameOf(world.Isolation),
        };
        var problems = fitted.Validate(needsInitial: false).ToArray();
        return problems.Length == 0 ? fitted : throw new InputException(problems);
    }
}
