using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Simulation;

/// <summary>The bytes from one rank to another: under way for a while, then with the receiver until it reads them.</summary>
internal sealed class SimulatedStream(SimulatedMesh mesh, int from, int to)
{
    private readonly Queue<byte[]> arrived = new();
    private readonly SimulatedChannel channel = mesh.Channel(from, to);
    private int offset;
    private int pendingBytes;
    private int arrivedBytes;
    private bool isSenderWaiting;
    private bool isClosing;
    private bool hasEnded;
    private bool isReaderGone;
    private bool isSilent;

    private SimulatedNetwork Network => mesh.Network;

    internal bool HasBytes => arrivedBytes > 0;

    internal bool HasEnded => hasEnded && !HasBytes;

    internal int FreeBytes => Network.Options.CapacityBytes - pendingBytes;

    internal int TrySend(ReadOnlySpan<byte> bytes)
    {
        var count = Network.PartOf(Math.Min(bytes.Length, FreeBytes));
        isSenderWaiting = count < bytes.Length;
        if (count == 0) return 0;
        pendingBytes += count;
        var piece = bytes[..count].ToArray();
        channel.Send("bytes", count, () => Arrive(piece));
        return count;
    }

    internal int TryReceive(Span<byte> bytes)
    {
        var wanted = Network.PartOf(Math.Min(bytes.Length, arrivedBytes));
        var given = 0;
        while (given < wanted)
        {
            var piece = arrived.Peek().AsSpan(offset);
            var count = Math.Min(piece.Length, wanted - given);
            piece[..count].CopyTo(bytes[given..]);
            (given, offset) = (given + count, offset + count);
            if (count < piece.Length) break;
            arrived.Dequeue();
            offset = 0;
        }

        arrivedBytes -= given;
        pendingBytes -= given;
        if (given > 0 && isSenderWaiting)
            Network.Schedule.After(Network.Delay(), "room", to, from, () => mesh.Notify(from, to, LinkInterest.Send), given);
        return given;
    }

    /// <summary>Nothing more will be sent.</summary>
    internal void Close()
    {
        if (isClosing) return;
        isClosing = true;
        channel.Send("end", 0, () =>
        {
            hasEnded = true;
            mesh.Notify(to, from, LinkInterest.Receive);
        });
    }

    /// <summary>Nobody will read any more: what is there, or comes, is answered by a reset.</summary>
    internal void Abandon()
    {
        if (isReaderGone) return;
        isReaderGone = true;
        if (arrivedBytes > 0) mesh.Reset(to, from);
    }

    /// <summary>What is under way is lost, and nothing of it is answered: the receiver's machine is gone.</summary>
    internal void Silence() => (isReaderGone, isSilent) = (true, true);

    private void Arrive(byte[] piece)
    {
        if (isReaderGone)
        {
            if (!isSilent) mesh.Reset(to, from);
            return;
        }

        arrived.Enqueue(piece);
        arrivedBytes += piece.Length;
        mesh.Notify(to, from, LinkInterest.Receive);
    }
}
