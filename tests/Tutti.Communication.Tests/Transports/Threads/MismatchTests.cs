using Tutti.Communication.Collectives;

namespace Tutti.Communication.Tests.Transports.Threads;

public sealed class MismatchTests
{
    private const string Map = @"( \(owner map [0-9a-f]{8}\))?";

    [Theory, MemberData(nameof(Disagreements))]
    public void Collective_RanksDisagree_AllThrowOneErrorNamingBothSides(string kind, string first, string other)
    {
        foreach (var size in new[] { 2, 3, 4 })
        {
            var errors = Ranks.Catch(size, world =>
            {
                world.Group.Barrier();
                Act(kind, world, odd: world.Rank == size - 1);
            });
            var expected = $@"^Operation #2 on group 'workers': the ranks disagree\. Got {first}{Map} on rank 0 and {other}{Map} on rank {size - 1}\.";
            for (var rank = 0; rank < size; rank++)
            {
                var mismatch = Assert.IsType<CollectiveMismatchException>(errors[rank]);
                Assert.Matches(expected, mismatch.Message);
                Assert.Equal((rank, size - 1, 2, "workers"), (mismatch.Rank, mismatch.Peer, mismatch.OperationNumber, mismatch.Group));
            }
        }
    }

    public static TheoryData<string, string, string> Disagreements => new()
    {
        { "operation", "Barrier", "AllGather of double" },
        { "count", "Broadcast of 4 float from root 0", "Broadcast of 5 float from root 0" },
        { "type", "Broadcast of 4 float from root 0", "Broadcast of 4 int from root 0" },
        { "root", "Broadcast of 4 float from root 0", "Broadcast of 4 float from root 1" },
        { "order", "AllGather of long", "Barrier" },
        { "shards", "AllocateShards of 8 float in 4 shards", "AllocateShards of 8 float in 5 shards" },
        { "elements", "AllocateShards of 8 float in 4 shards", "AllocateShards of 9 float in 4 shards" },
    };

    [Fact]
    public void AllocateShards_OtherOwners_Throws()
    {
        var errors = Ranks.Catch(2, world => world.Group.AllocateShards(new ShardMap(world.Rank == 0 ? [0, 1] : [1, 0], 2), 1));
        Assert.All(errors, error => Assert.Contains("owner map", Assert.IsType<CollectiveMismatchException>(error).Message));
    }

    [Fact]
    public void SumShards_BuffersOfTwoAllocations_Throws()
    {
        var errors = Ranks.Catch(2, world =>
        {
            var map = ShardMap.Contiguous(2, 2);
            ShardBuffer[] buffers = [world.Group.AllocateShards(map, 1), world.Group.AllocateShards(map, 1)];
            world.Group.SumShards(buffers[world.Rank]);
        });
        Assert.All(errors, error => Assert.Contains(
            "Got SumShards of 1 float from element 0 of the buffer of operation #1 on rank 0 and SumShards of 1 float from element 0 of the buffer of operation #2 on rank 1.",
            Assert.IsType<CollectiveMismatchException>(error).Message));
    }

    private static void Act(string kind, World world, bool odd)
    {
        var group = world.Group;
        switch (kind)
        {
            case "operation" when odd: group.AllGather<double>([1]); break;
            case "operation": group.Barrier(); break;
            case "count": group.Broadcast(new float[odd ? 5 : 4].AsSpan()); break;
            case "type" when odd: group.Broadcast(new int[4].AsSpan()); break;
            case "type": group.Broadcast(new float[4].AsSpan()); break;
            case "root": group.Broadcast(new float[4].AsSpan(), odd ? 1 : 0); break;
            case "order":
                if (odd) group.Barrier();
                group.AllGather<long>([1]);
                if (!odd) group.Barrier();
                break;
            case "shards": group.AllocateShards(ShardMap.Contiguous(odd ? 5 : 4, world.Size), 8); break;
            case "elements": group.AllocateShards(ShardMap.Contiguous(4, world.Size), odd ? 9 : 8); break;
        }
    }
}
