using Tutti.Communication.Collectives;

namespace Tutti.Communication.Tests;

public sealed class WorldTests
{
    [Fact]
    public void Single_EveryCollective_EndsAtOnceWithOwnValues()
    {
        var world = World.Single();
        Assert.Equal((0, 1, 0, 1), (world.Rank, world.Size, world.LocalRank, world.LocalSize));
        float[] values = [1, 2];
        world.Group.Barrier();
        world.Group.Broadcast(values.AsSpan());
        Assert.Equal([1f, 2f], values);
        Assert.Equal([1f, 2f], world.Group.AllGather<float>(values));
        var buffer = world.Group.AllocateShards(ShardMap.Contiguous(2, 1), 1);
        buffer.Shard(0).Span[0] = 3;
        buffer.Shard(1).Span[0] = 4;
        world.Group.SumShards(buffer);
        Assert.Equal(7, buffer.Result.Span[0]);
        Assert.False(world.Faulted.IsCancellationRequested);
    }

    [Fact]
    public void Single_CalledTwice_SharesNothing()
    {
        var first = World.Single();
        first.Group.Abort(new InvalidOperationException("spoilt"));
        Assert.True(first.Faulted.IsCancellationRequested);
        World.Single().Group.Barrier();
    }

    [Fact]
    public async Task DisposeAsync_GroupsThatWereSplitOff_EndToo()
    {
        var world = World.Single();
        var part = world.Group.Split(color: 0)!;
        var nested = part.Split(color: 0)!;
        part.Dispose();
        nested.Barrier();
        await world.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(nested.Barrier);
    }

    [Theory, MemberData(nameof(Ranks.Sizes), MemberType = typeof(Ranks))]
    public void World_OfThreads_NumbersRanksWithoutGaps(int size)
    {
        var places = Ranks.Run(size, world => (world.Rank, world.Size, world.LocalRank, world.LocalSize, world.Group.Name));
        Assert.Equal(Enumerable.Range(0, size).Select(rank => (rank, size, rank, size, "workers")), places);
    }
}
