namespace Tutti.Communication.Tests.Conformance;

/// <summary>Runs ranks on threads, each of which opens its own group, as processes do.</summary>
internal static class GroupThreads
{
    /// <param name="size">How many ranks.</param>
    /// <param name="open">Opens the group of a rank, on its thread.</param>
    /// <param name="work">What it throws faults the job, as a worker's exception does.</param>
    /// <returns>What the work threw on each rank; null where it returned.</returns>
    internal static Exception?[] Run(int size, Func<int, ProcessGroup> open, Action<ProcessGroup> work)
    {
        var errors = new Exception?[size];
        using var areOpen = new Barrier(size);
        var threads = Enumerable.Range(0, size).Select(rank => new Thread(() => errors[rank] = Record.Exception(() =>
        {
            var group = open(rank);
            // A fault is not to come before all have joined.
            Assert.True(areOpen.SignalAndWait(Ranks.Deadline), "not all ranks have joined");
            RunRank(group, work);
        }))
        {
            IsBackground = true,
            Name = $"rank {rank}",
        }).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) Assert.True(thread.Join(3 * Ranks.Deadline), $"{thread.Name} of {size} hangs");
        return errors;
    }

    private static void RunRank(ProcessGroup group, Action<ProcessGroup> work)
    {
        using (group)
        {
            try
            {
                work(group);
            }
            catch (Exception error)
            {
                group.Abort(error);
                throw;
            }
        }
    }
}
