using Tutti.Communication.Collectives;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Tests.Transports.Messages;

public sealed class MessageFaultTests
{
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
        Assert.Matches(@"^AllReduce #2 on group 'workers': rank [024] of 5 heard nothing from ranks 1, 3 for 00:00:00\.\d+\.",
            errors[0]!.Message);
        Assert.Contains(new[] { 0, 2, 4 }, rank => ((CollectiveTimeoutException)errors[rank]!).Elapsed >= Ranks.Short);
        Assert.Equal(TimeSpan.Zero, ((CollectiveTimeoutException)errors[1]!).Elapsed);
    }

    // It must not pass for the job's own cancellation, and nothing may touch memory that the caller has back.
    [Fact]
    public void AllReduce_OperatorIsCancelled_FaultsTheJobNamingTheRank()
    {
        var cancelled = Reduction.Custom<int>("cancelled", (_, _, _) => throw new OperationCanceledException("enough"));
        var errors = MessageRanks.Catch(3, group =>
        {
            if (group.Rank == 0) Assert.Throws<OperationCanceledException>(() => group.AllReduce(new int[1].AsSpan(), cancelled));
            else Assert.Throws<FormatException>(() => group.AllReduce(new int[1].AsSpan(), Late(group)));
            group.Barrier();
        });
        foreach (var error in errors)
        {
            Assert.Equal(0, Assert.IsType<PeerLostException>(error).Peer);
            Assert.Contains("enough", error.Message);
        }

        static Reduction Late(ProcessGroup group) => Reduction.Custom<int>("cancelled", (_, _, _) =>
        {
            Assert.True(group.Faulted.WaitHandle.WaitOne(Ranks.Deadline));
            throw new FormatException("later");
        });
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
        for (var operation = 1; operation <= 300; operation++)
            context.Enter(operation, new CollectiveHeader(CollectiveOperation.Broadcast, Count: operation));
        MessageHeader Of(long number, long count) =>
            new(MessageKind.Collective, 3, number, 0, new CollectiveHeader(CollectiveOperation.Broadcast, Count: count), 0);
        Assert.Null(context.Note(1, Of(45, 45)));
        Assert.Equal(45, context.Note(1, Of(45, 44))!.Number);
        Assert.Null(context.Note(1, Of(44, 1)));
    }
}
