using System.Text;
using Tutti.Cli.Arguments;
using Tutti.Cli.Commands;
using Tutti.Communication;
using Tutti.Communication.Launching;

namespace Tutti.Cli.Training;

/// <summary>
/// Training in a process that a launcher started as one rank of several: by <c>--isolation process</c>, <c>tutti launch</c>,
/// <c>mpiexec</c>, <c>srun</c>. Every rank
/// reads its own copy of the data; rank 0 records, shows and reports.
/// </summary>
internal static class RankTraining
{
    internal static async Task<int> RunAsync(Invocation invocation, TrainSettingTable table, TrainSettings settings, InterruptedRun? interrupted)
    {
        var world = await World.JoinAsync(
            new WorldOptions { Name = TrainingJob.GroupName, Timeout = TrainingJob.LongestStep, Transport = WorkerKinds.TransportOf(settings.Transport) },
            invocation.Cancellation).ConfigureAwait(false);
        await using (world.ConfigureAwait(false))
        {
            try
            {
                var prepared = await PreparedTraining.CreateAsync(invocation, table, Fit(settings, world), interrupted).ConfigureAwait(false);
                CheckAlike(world, prepared.Digests);
                // A collective cannot be left by one rank alone: the wish to stop travels with the gradients.
                Task<TrainingResult> Train(Learning.Runs.RunFolder? run, Output.TrainingDisplay? display) =>
                    Task.Run(() => prepared.Job.RunRank(world, run, display, invocation.Cancellation), CancellationToken.None);
                return world.Rank == 0
                    ? await RecordedTraining.RunAsync(invocation, prepared, Train).ConfigureAwait(false)
                    : RecordedTraining.ExitCodeOf(await Train(null, null).ConfigureAwait(false));
            }
            catch (Exception failure)
            {
                world.Group.Abort(failure);
                throw;
            }
        }
    }

    // What the launcher decides: how many workers, and of what kind.
    private static TrainSettings Fit(TrainSettings settings, World world)
    {
        if (settings.Workers is { } wanted && wanted != world.Size)
            throw new InputException($"--workers: not as many as were started. Got {wanted}. Expected {world.Size}, the ranks of this job. Leave --workers out.");
        var fitted = settings with
        {
            Workers = world.Size, LocalWorkers = world.LocalSize, Transport = WorkerKinds.NameOf(world.Transport),
            Isolation = WorkerKinds.NameOf(world.Isolation),
        };
        var problems = fitted.Validate(needsInitial: false).ToArray();
        return problems.Length == 0 ? fitted : throw new InputException(problems);
    }

    private static void CheckAlike(World world, string own)
    {
        var lengths = world.Group.AllGather<int>([Encoding.UTF8.GetByteCount(own)]);
        var joined = Encoding.UTF8.GetString(world.Group.AllGather<byte>(Encoding.UTF8.GetBytes(own)));
        var start = lengths[0];
        for (var rank = 1; rank < world.Size; start += lengths[rank++])
            if (joined.AsSpan(start, lengths[rank]) is var other && !other.SequenceEqual(joined.AsSpan(0, lengths[0])))
                throw new InputException(
                    $"tutti train: the ranks do not train the same. Got {joined[..lengths[0]]} on rank 0 and {other} on rank {rank}. " +
                    "Expected the same on every rank. Give every machine the same files.");
    }
}
