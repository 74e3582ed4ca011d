using Tutti.Communication.Transports.Messages;
using Tutti.Communication.Transports.SharedMemory;

namespace Tutti.Communication.Tests.Transports.SharedMemory;

public sealed unsafe class MemoryRingTests
{
    private readonly byte[] memory = GC.AllocateArray<byte>(MemoryRing.EndsBytes + 64, pinned: true);

    [Fact]
    public void TrySend_MoreThanFits_TakesWhatFitsUntilTheReceiverGoesOn()
    {
        var (sender, receiver) = (End(), End());
        Assert.Equal(64, sender.TrySend(new byte[100]));
        Assert.Equal(0, sender.TrySend([1]));
        Assert.Equal(10, receiver.TryReceive(new byte[10]));
        Assert.Equal(10, sender.TrySend(new byte[100]));
        Assert.Equal(64, receiver.TryReceive(new byte[100]));
        Assert.Equal(0, receiver.TryReceive(new byte[1]));
        Assert.Equal(0, sender.TrySend([]));
        Assert.Equal(0, receiver.TryReceive([]));
    }

    [Fact]
    public void Bytes_InRunsOfAllLengths_ArriveInOrder()
    {
        var sent = new byte[200_000];
        new Random(1).NextBytes(sent);
        var received = new byte[sent.Length];
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(() =>
        {
            var (sender, lengths) = (End(), new Random(2));
            for (var start = 0; start < sent.Length;)
            {
                var moved = sender.TrySend(sent.AsSpan(start, Math.Min(lengths.Next(1, 150), sent.Length - start)));
                if (moved == 0) Thread.Yield();
                start += moved;
            }
        }));
        thread.Start();
        var (receiver, wanted) = (End(), new Random(3));
        var deadline = DateTime.UtcNow + Ranks.Deadline;
        for (var start = 0; start < received.Length;)
        {
            var moved = receiver.TryReceive(received.AsSpan(start, Math.Min(wanted.Next(1, 150), received.Length - start)));
            if (moved == 0) Thread.Yield();
            start += moved;
            Assert.True(DateTime.UtcNow < deadline, $"only {start} bytes came");
        }

        Assert.True(thread.Join(Ranks.Deadline));
        Assert.Null(failure);
        Assert.Equal(sent, received);
    }

    [Theory, InlineData(0, -1L), InlineData(0, 65L), InlineData(128, 1L), InlineData(128, -65L)]
    public void EndsThatMakeNoSense_OnEitherSide_AreRefused(int offset, long value)
    {
        var (sender, receiver) = (End(), End());
        BitConverter.TryWriteBytes(memory.AsSpan(offset), value);
        var problem = Assert.Throws<LinkException>(() => offset == 0 ? receiver.TryReceive(new byte[100]) : sender.TrySend(new byte[100]));
        Assert.Equal(3, problem.Peer);
        Assert.Contains("was overwritten", problem.Message);
    }

    private MemoryRing End()
    {
        fixed (byte* start = memory) return new MemoryRing(3, (nint)start, (nint)start + MemoryRing.EndsBytes, 64, memory);
    }
}
