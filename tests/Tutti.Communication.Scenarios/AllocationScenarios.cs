using Tutti.Communication.Collectives;

namespace Tutti.Communication.Scenarios;

/// <summary>Blocking collectives in steady state, on transports that promise to allocate nothing then.</summary>
internal static class AllocationScenarios
{
    private static readonly Reduction Last = Reduction.Custom<double>("last", (_, right, result) => right.CopyTo(result));

    internal static IReadOnlyList<Scenario> All { get; } = [new("Allocations", "collectives in steady state allocate nothing",
        SteadyState)];

    private static void SteadyState(ProcessGroup group)
    {
        var (values, joined) = (new double[100 * group.Size], new double[100 * group.Size]);
        var buffer = group.AllocateShards(ShardMap.Contiguous(4, group.Size), 1_000);
        Step(group, values, joined, buffer, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Step(group, values, joined, buffer, 300);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Step(ProcessGroup group, double[] values, double[] joined, ShardBuffer buffer, int count)
    {
        var (size, rank) = (group.Size, group.Rank);
        for (var step = 0; step < count; step++)
        {
            var root = step % size;
            group.Barrier();
            group.Broadcast(values.AsSpan(), root);
            group.AllGather<double>(values.AsSpan(0, 100), joined);
            group.Scatter<double>(values, joined.AsSpan(0, 100), root);
            group.AllToAll<double>(values, joined);
            group.AllReduce(values.AsSpan());
            group.AllReduce<double>(values, joined, Last);
            group.AllReduce(values.AsSpan(), Reduction.Mean, ReductionOrder.Any);
            group.Reduce<double>(values, rank == root ? joined : default, root, Reduction.Max);
            group.ReduceScatter<double>(values, joined.AsSpan(0, 100));
            group.SumShards(buffer);
        }
    }
}
