using Tutti.Communication.Collectives;
using Tutti.Communication.Faults;
using Tutti.Communication.Transports.Memory;
using Tutti.Communication.Transports.Messages;
using Tutti.Communication.Transports.Threads;

namespace Tutti.Communication.Tests.Transports.Messages;

public sealed unsafe class StreamTransportTests
{
    [Fact]
    public void Read_FiftyThousandMutatedStreams_DeliversOrRefuses()
    {
        using var fuzz = new FrameFuzz(seed: 20_260_101);
        Assert.Null(fuzz.Run(50_000));
        Assert.InRange(fuzz.Accepted, 1, 49_999);
    }

    [Fact]
    public void Receive_FloodThatNobodyWaitsFor_IsKeptUpToTheLimitAndDeliveredLater()
    {
        const long limit = 20_000;
        const int count = 200;
        var (sender, receiver, _) = Pair(limit);
        var values = GC.AllocateArray<byte>(1_000, pinned: true);
        fixed (byte* memory = values)
        {
            var address = (nint)memory;
            var sends = Enumerable.Range(0, count).Select(index => Message(0, address, values.Length, tag: index % 2)).ToArray();
            foreach (var send in sends) sender.Send(send);
            Move(sender, receiver, 1_000);

            Assert.InRange(receiver.KeptBytes(1), limit - 2_000, limit);
            Assert.Contains(sends, send => !send.IsDone);
            for (var index = 0; index < count; index++)
            {
                var receive = Message(1, (nint)memory, values.Length, tag: index % 2);
                receiver.Receive(receive);
                for (var round = 0; round < 1_000 && !receive.IsDone; round++)
                {
                    sender.Progress();
                    receiver.Progress();
                }

                Assert.True(receive.IsDone, $"message {index} did not come");
            }
        }

        Assert.Equal(0, receiver.KeptBytes(1));
    }

    [Fact]
    public void Receive_MessageLargerThanTheLimit_WaitsOnTheLinkForItsTransfer()
    {
        var (sender, receiver, _) = Pair(keptBytesLimit: 1_000);
        var values = GC.AllocateArray<byte>(500_000, pinned: true);
        var target = GC.AllocateArray<byte>(values.Length, pinned: true);
        new Random(1).NextBytes(values);
        fixed (byte* from = values, to = target)
        {
            var send = Message(0, (nint)from, values.Length);
            sender.Send(send);
            Move(sender, receiver, 100);

            Assert.Equal((0L, false), (receiver.KeptBytes(1), send.IsDone));
            var receive = Message(1, (nint)to, values.Length);
            receiver.Receive(receive);
            for (var round = 0; round < 10_000 && !receive.IsDone; round++)
            {
                sender.Progress();
                receiver.Progress();
            }
        }

        Assert.Equal(values, target);
    }

    [Fact]
    public void Receive_RoomIsFreedBehindAMessageThatDidNotFit_ReadsOn()
    {
        const int count = 5;
        const int last = 1;
        var (sender, receiver, _) = Pair(keptBytesLimit: 2 * (1_000 + Arrival.Overhead));
        var values = GC.AllocateArray<byte>(1_000, pinned: true);
        fixed (byte* memory = values)
        {
            var address = (nint)memory;
            for (var index = 0; index < count; index++) sender.Send(Message(0, address, values.Length, tag: index == count - 1 ? last : 0));
            Move(sender, receiver, 100);
            // Two are kept, the third does not fit; then nobody asks for its channel.
            for (var index = 0; index < 2; index++) receiver.Receive(Message(1, address, values.Length));
            var receive = Message(1, address, values.Length, tag: last);
            receiver.Receive(receive);
            Move(sender, receiver, 100);
            Assert.True(receive.IsDone);
        }
    }

    [Fact]
    public void HasLeft_PeerLeavesWithMessagesUnderWay_IsTrueOnlyWhenAllHaveCome()
    {
        var (sender, receiver, board) = Pair();
        var values = GC.AllocateArray<byte>(100, pinned: true);
        fixed (byte* memory = values)
        {
            sender.Send(Message(0, (nint)memory, values.Length));
            board.Depart(1);
            Assert.False(receiver.HasLeft(1));
            var receive = Message(1, (nint)memory, values.Length);
            receiver.Receive(receive);
            Assert.True(receiver.Progress());
            Assert.Equal((true, true), (receive.IsDone, receiver.HasLeft(1)));
        }
    }

    [Fact]
    public void Progress_LinkEndsInMidMessage_FaultsTheJobNamingThePeer()
    {
        var contract = new CollectiveHeader(CollectiveOperation.Send, ElementKind.Byte, 1_000);
        var header = new MessageHeader(MessageKind.PointToPoint, 0, 0, 0, contract, 1_000);
        var bytes = new byte[500];
        HeaderCodec.Write(header, bytes);
        var error = Catch(bytes);
        Assert.Equal(1, error.Peer);
        Assert.Contains("Link to rank 1: the connection ended. Got its end in the middle of a message.", error.Message);
        Assert.IsType<LinkException>(error.InnerException);
    }

    [Fact]
    public void Progress_LengthOfTwoGigabytes_IsRefusedBeforeMemoryIsTaken()
    {
        var bytes = new byte[64];
        HeaderCodec.Write(new MessageHeader(MessageKind.PointToPoint, 0, 0, 0, new CollectiveHeader(CollectiveOperation.Send), 2L << 30),
            bytes);
        var before = GC.GetTotalAllocatedBytes();
        Assert.Contains("a message claims a length that none may have (2147483648 bytes)", Catch(bytes).Message);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 100 << 20);
    }

    [Fact]
    public void Progress_Garbage_IsRefused() =>
        Assert.Contains("Link to rank 1: what came is no message. Got a header that begins with 474554202F20",
            Catch([.. "GET / HTTP/1.1"u8, .. new byte[60]]).Message);

    private static void Move(BoardTransport sender, BoardTransport receiver, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            sender.Progress();
            receiver.Progress();
        }
    }

    private static PeerLostException Catch(byte[] fromPeer)
    {
        var link = new ScriptedLink(new Random(1));
        link.Give(fromPeer);
        Link?[] links = [null, link];
        var board = new ThreadBoard("workers", 2, Ranks.Deadline);
        var faults = new FaultBoard();
        using var group = new MessageGroup(
            "workers", new MessageEngine(new StreamTransport(0, links, new BoardWaiter(board, 0, links)), faults, Ranks.Deadline));
        return Assert.IsType<PeerLostException>(Record.Exception(() => group.Receive<byte>(new byte[1_000], 1)));
    }

    private static Transfer Message(int peer, nint address, int bytes, int tag = 0) => new()
    {
        Peer = peer,
        Header = new MessageHeader(
            MessageKind.PointToPoint, 0, tag, 0, new CollectiveHeader(CollectiveOperation.Send, ElementKind.Byte, bytes, tag), bytes),
        Address = address,
    };

    // Rank 1 sends to rank 0; both are driven by the test.
    private static (BoardTransport Sender, BoardTransport Receiver, ThreadBoard Board) Pair(
        long keptBytesLimit = StreamTransport.KeptBytesLimit)
    {
        var board = new ThreadBoard("workers", 2, Ranks.Deadline);
        return (new BoardTransport(board, 1), new BoardTransport(board, 0, keptBytesLimit), board);
    }
}
