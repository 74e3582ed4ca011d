using Tutti.Communication.Collectives;

namespace Tutti.Communication.Tests.Transports.Threads;

public sealed class AllocationTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(4)]
    public void Collectives_InSteadyState_AllocateNothing(int size)
    {
        var allocated = Ranks.Run(size, world =>
        {
            var values = new double[100];
            var buffer = world.Group.AllocateShards(ShardMap.Contiguous(4, size), 1_000);
            Step(world, values, buffer, 200);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Step(world, values, buffer, 2_000);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.All(allocated, bytes => Assert.Equal(0, bytes));
    }

    private static void Step(World world, double[] values, ShardBuffer buffer, int count)
    {
        for (var step = 0; step < count; step++)
        {
            world.Group.Barrier();
            world.Group.Broadcast(values.AsSpan(), step % world.Size);
            world.Group.SumShards(buffer);
        }
    }
}
