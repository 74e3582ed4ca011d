using Tutti.Communication.Collectives;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Tests.Transports.Messages;

public sealed class MessageFaultTests
{
    public static TheoryData<string> Disagreements => ["operation", "count", "type", "root", "reduction", "order", "gather root", "owners", "missing"];

    [Theory, MemberData(nameof(Disagreements))]
    public void Collective_RanksDisagree_AllThrowOneErrorNamingBothSides(string kind)
    {
        foreach (var size in new[] { 2, 3, 4 })
        {
            var errors = MessageRanks.Catch(size, group =>
            {
                group.Barrier();
                Act(kind, group, odd: group.Rank == size - 1);
                group.Barrier();
                group.Barrier();
            });
            var mismatches = errors.Select(error => Assert.IsType<CollectiveMismatchException>(error)).ToArray();
            Assert.Single(mismatches.Select(mismatch => mismatch.Message).Distinct());
            Assert.Matches($@"^Operation #\d on group 'workers': the ranks disagree\. Got .+ on rank \d and .+ on rank {size - 1}\.", mismatches[0].Message);
            for (var rank = 0; rank < size; rank++) Assert.Equal((rank, size - 1), (mismatches[rank].Rank, mismatches[rank].Peer));
        }
    }

    [Fact]
    public void Collective_RanksNeverArrive_OthersNameAllOfThem()
    {
        using var over = new CountdownEvent(3);
        var errors = MessageRanks.Catch(5, group =>
        {
            group.Barrier();
            if (group.Rank is 1 or 3)
                Assert.True(over.Wait(Ranks.Deadline));
            try
            {
                group.AllReduce(new float[3].AsSpan());
            }
            finally
            {
                if (group.Rank is 0 or 2 or 4) over.Signal();
            }
        }, Ranks.Short);
        foreach (var error in errors) Assert.Equal([1, 3], Assert.IsType<CollectiveTimeoutException>(error).MissingRanks);
        Assert.Matches(@"^AllReduce #2 on group 'workers': rank [024] of 5 heard nothing from ranks 1, 3 for 00:00:00\.\d+\.", errors[0]!.Message);
        Assert.Contains(new[] { 0, 2, 4 }, rank => ((CollectiveTimeoutException)errors[rank]!).Elapsed >= Ranks.Short);
        Assert.Equal(TimeSpan.Zero, ((CollectiveTimeoutException)errors[1]!).Elapsed);
    }

    [Fact]
    public void Collective_RankReturnsEarly_OthersAreToldAtOnce()
    {
        var errors = MessageRanks.Catch(3, group =>
        {
            group.Barrier();
            if (group.Rank != 2) group.Barrier();
        });
        Assert.Null(errors[2]);
        foreach (var rank in new[] { 0, 1 })
        {
            Assert.Equal(2, Assert.IsType<PeerLostException>(errors[rank]).Peer);
            Assert.StartsWith("Barrier #2 on group 'workers': rank 2 of 3 has ended its work. Got no operation #2 from it.", errors[rank]!.Message);
        }
    }

    [Fact]
    public void Collective_RankThrows_OthersLoseItWithItsCause()
    {
        var cause = new FormatException("boom");
        var errors = MessageRanks.Catch(4, group =>
        {
            group.Barrier();
            if (group.Rank == 1) throw cause;
            group.AllGather<float>([1]);
        });
        Assert.Same(cause, errors[1]);
        foreach (var rank in new[] { 0, 2, 3 })
            Assert.Equal((1, cause), (Assert.IsType<PeerLostException>(errors[rank]).Peer, errors[rank]!.InnerException));
    }

    [Fact]
    public void AllReduce_OwnReductionThrows_FaultsTheJobWithIt()
    {
        var reduction = Reduction.Custom<int>("broken", (_, _, _) => throw new FormatException("boom"));
        var errors = MessageRanks.Catch(3, group => group.AllReduce(new int[1000].AsSpan(), reduction));
        Assert.Contains(errors, error => error is FormatException);
        Assert.All(errors, error => Assert.True(error is FormatException or PeerLostException { InnerException: FormatException }, error?.ToString()));
    }

    [Fact]
    public void SubGroup_RankThrows_FaultsTheWholeJob()
    {
        var errors = MessageRanks.Catch(4, group =>
        {
            using var half = group.Split(group.Rank % 2)!;
            if (group.Rank == 0) throw new FormatException("boom");
            if (group.Rank == 2) half.Barrier();
            else group.Barrier();
        });
        for (var rank = 1; rank < 4; rank++) Assert.IsType<FormatException>(Assert.IsType<PeerLostException>(errors[rank]).InnerException);
    }

    [Fact]
    public void Context_MessageAheadOfItsGroup_IsComparedWhenTheGroupOpens()
    {
        var context = new MessageContext(3, 0, [0, 1], 2);
        var barrier = new CollectiveHeader(CollectiveOperation.Barrier);
        Assert.Null(context.Note(1, new MessageHeader(MessageKind.Collective, 3, 2, 0, barrier, 0)));
        Assert.False(context.HasArrived(1) && context.Operation == 2);
        Assert.Null(context.Enter(1, new CollectiveHeader(CollectiveOperation.Split)));
        var found = context.Enter(2, new CollectiveHeader(CollectiveOperation.AllGather));
        Assert.Equal((2L, 1, barrier), (found!.Number, found.Peer, found.Others));
    }

    [Fact]
    public void Context_MessageOfAnOperationLongPast_IsComparedAsFarAsContractsAreKept()
    {
        var context = new MessageContext(3, 0, [0, 1], 2);
        for (var operation = 1; operation <= 300; operation++) context.Enter(operation, new CollectiveHeader(CollectiveOperation.Broadcast, Count: operation));
        MessageHeader Of(long number, long count) =>
            new(MessageKind.Collective, 3, number, 0, new CollectiveHeader(CollectiveOperation.Broadcast, Count: count), 0);
        Assert.Null(context.Note(1, Of(45, 45)));
        Assert.Equal(45, context.Note(1, Of(45, 44))!.Number);
        Assert.Null(context.Note(1, Of(44, 1)));
    }

    private static void Act(string kind, ProcessGroup group, bool odd)
    {
        switch (kind)
        {
            case "operation" when odd: group.AllGather<double>([1]); break;
            case "operation": group.Barrier(); break;
            case "count": group.Broadcast(new float[odd ? 5 : 4].AsSpan()); break;
            case "type" when odd: group.AllReduce(new int[4].AsSpan()); break;
            case "type": group.AllReduce(new float[4].AsSpan()); break;
            case "root": group.Broadcast(new float[4].AsSpan(), odd ? 1 : 0); break;
            case "reduction": group.AllReduce(new float[4].AsSpan(), odd ? Reduction.Max : Reduction.Sum); break;
            case "order":
                if (odd) group.Barrier();
                group.AllGather<long>([1]);
                if (!odd) group.Barrier();
                break;
            // Every rank waits to receive, and nobody sends to who could notice: notices do.
            case "gather root": group.Reduce<float>(new float[4], new float[4], odd ? group.Rank : 0); break;
            case "owners": group.AllocateShards(new ShardMap(odd ? [0, 1] : [1, 0], group.Size), 1); break;
            case "missing": if (!odd) group.Barrier(); group.AllReduce(new float[4].AsSpan()); break;
        }
    }
}
