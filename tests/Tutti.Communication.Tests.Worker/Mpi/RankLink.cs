using System.Diagnostics;
using System.Runtime.CompilerServices;
using Tutti.Communication.Collectives;
using Tutti.Communication.Transports.Messages;
using Tutti.Communication.Transports.Mpi;

namespace Tutti.Communication.Tests.Worker.Mpi;

/// <summary>A transport as its owner uses it: transfers with memory of their own, and waits with a deadline.</summary>
internal sealed unsafe class RankLink(MpiTransport transport) : IDisposable
{
    internal MpiTransport Transport => transport;

    internal static MessageHeader Header(int number, long bytes, int context = 0, MessageKind kind = MessageKind.Collective) =>
        new(kind, context, number, 0, new CollectiveHeader(CollectiveOperation.Broadcast, ElementKind.Byte, bytes), bytes);

    internal static byte[] Memory(long bytes) => GC.AllocateUninitializedArray<byte>((int)bytes + 1, pinned: true);

    internal Transfer Send(int peer, in MessageHeader header, byte[] memory)
    {
        var transfer = Transfer(peer, header, memory);
        transport.Send(transfer);
        return transfer;
    }

    internal Transfer Receive(int peer, in MessageHeader header, byte[] memory)
    {
        var transfer = Transfer(peer, header, memory);
        transport.Receive(transfer);
        return transfer;
    }

    /// <summary>Until the condition holds; false at the deadline.</summary>
    internal bool Await(Func<bool> condition, TimeSpan limit)
    {
        var since = Stopwatch.GetTimestamp();
        for (var round = 1; !condition(); round++)
        {
            if (Stopwatch.GetElapsedTime(since) > limit) return false;
            if (transport.Progress()) round = 0;
            else transport.Idle(round, limit);
        }

        return true;
    }

    public void Dispose() => transport.Dispose();

    private static Transfer Transfer(int peer, in MessageHeader header, byte[] memory) =>
        new() { Peer = peer, Header = header, Address = (nint)Unsafe.AsPointer(ref memory[0]) };
}
