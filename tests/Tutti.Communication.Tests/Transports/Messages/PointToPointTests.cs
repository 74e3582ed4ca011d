using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Tests.Transports.Messages;

public sealed class PointToPointTests
{
    public static TheoryData<bool> Kinds => [false, true];

    [Theory, MemberData(nameof(Kinds))]
    public void SendReceive_RoundARing_PassesEveryValueOn(bool threads)
    {
        foreach (var size in new[] { 1, 2, 3, 7 })
        {
            Run(threads, size, group =>
            {
                foreach (var count in new[] { 0, 1, 1000, 300_000 })
                {
                    var (right, left) = ((group.Rank + 1) % size, (group.Rank + size - 1) % size);
                    var result = new int[count];
                    group.SendReceive<int>(Values(group.Rank, count), right, result, left);
                    Assert.Equal(Values(left, count), result);
                }
            });
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Receive_TagsInAnotherOrder_GivesEachItsMessageInOrder(bool threads) => Run(threads, 2, group =>
    {
        if (group.Rank == 0)
        {
            for (var i = 0; i < 10; i++)
                for (var tag = 0; tag < 3; tag++) group.Send<long>(Longs(i, tag), 1, tag);
            return;
        }

        var values = new long[5_000];
        for (var tag = 2; tag >= 0; tag--)
            for (var i = 0; i < 10; i++)
            {
                group.Receive<long>(values, 0, tag);
                Assert.Equal(Longs(i, tag), values);
            }
    });

    [Theory, MemberData(nameof(Kinds))]
    public void Send_BetweenCollectives_DisturbsNeither(bool threads) => Run(threads, 3, group =>
    {
        for (var step = 0; step < 50; step++)
        {
            if (group.Rank == 0) group.Send<int>([step], 2);
            Assert.Equal([0, 1, 2], group.AllGather<int>([group.Rank]));
            var got = new int[1];
            if (group.Rank == 2) group.Receive<int>(got, 0);
            if (group.Rank == 2) Assert.Equal(step, got[0]);
        }
    });

    [Theory, MemberData(nameof(Kinds))]
    public void SendAsync_AndReceiveAsync_RunInIssueOrder(bool threads) => Run(threads, 2, group =>
    {
        var values = new int[2][] { [0], [0] };
        var tasks = group.Rank == 0
            ? new[] { group.SendAsync<int>(new[] { 5 }, 1), group.SendAsync<int>(new[] { 6 }, 1) }
            : [group.ReceiveAsync<int>(values[0], 0), group.ReceiveAsync<int>(values[1], 0)];
        Task.WaitAll(tasks, Ranks.Deadline);
        if (group.Rank == 1) Assert.Equal((5, 6), (values[0][0], values[1][0]));
    });

    [Theory, MemberData(nameof(Kinds))]
    public void Receive_OtherCountOrType_NamesBothSidesOnEveryRank(bool threads)
    {
        foreach (var isType in new[] { false, true })
        {
            var errors = Catch(threads, 3, group =>
            {
                if (group.Rank == 0) group.Send<float>(new float[4], 1, 9);
                if (group.Rank == 1 && isType) group.Receive<int>(new int[4], 0, 9);
                if (group.Rank == 1 && !isType) group.Receive<float>(new float[5], 0, 9);
                group.Barrier();
            });
            var expected = isType ? "4 int with tag 9" : "5 float with tag 9";
            foreach (var error in errors)
                Assert.StartsWith(
                    $"Receive on group 'workers': the ranks disagree. Got {expected} expected by rank 1 and 4 float with tag 9 sent by rank 0.",
                    Assert.IsType<CollectiveMismatchException>(error).Message);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Receive_NothingComes_NamesThePeer(bool threads)
    {
        using var over = new ManualResetEventSlim();
        var errors = Catch(threads, 2, group =>
        {
            if (group.Rank == 1) Ranks.Await(over);
            try
            {
                if (group.Rank == 0) group.Receive<int>(new int[3], 1);
            }
            finally
            {
                over.Set();
            }
        }, Ranks.Short);
        Assert.Null(errors[1]);
        Assert.Equal([1], Assert.IsType<CollectiveTimeoutException>(errors[0]).MissingRanks);
        Assert.StartsWith("Receive #0 on group 'workers': rank 0 of 2 heard nothing from rank 1 for", errors[0]!.Message);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Receive_PeerReturns_IsToldAtOnce(bool threads)
    {
        var errors = Catch(threads, 2, group =>
        {
            if (group.Rank == 1) group.Receive<int>(new int[3], 0);
        });
        Assert.Equal(0, Assert.IsType<PeerLostException>(errors[1]).Peer);
    }

    [Fact]
    public void Send_ToItselfOrNobody_IsRefused()
    {
        var group = World.Single().Group;
        Assert.Contains("Got 0 on rank 0. Expected 0 to 0, but not 0.", Assert.Throws<ArgumentOutOfRangeException>(() => group.Send<int>([1], 0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => group.Receive<int>(new int[1], 1));
        Assert.Throws<ArgumentException>(() => group.SendReceive<int>([1], 0, new int[2], 0));
    }

    private static void Run(bool threads, int size, Action<ProcessGroup> work) => Assert.All(Catch(threads, size, work), Assert.Null);

    private static IReadOnlyList<Exception?> Catch(bool threads, int size, Action<ProcessGroup> work, TimeSpan? timeout = null) =>
        threads ? Ranks.Catch(size, world => work(world.Group), timeout) : MessageRanks.Catch(size, work, timeout);

    private static int[] Values(int rank, int count) => [.. Enumerable.Range(rank * 7, count)];

    private static long[] Longs(int message, int tag) => [.. Enumerable.Range(0, 5_000).Select(i => message * 1_000_000L + tag * 100_000 + i)];
}
