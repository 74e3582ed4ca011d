using System.Net.Sockets;
using Tutti.Communication.Transports.Messages;
using Tutti.Communication.Transports.SharedMemory;
using Tutti.Communication.Transports.Threads;

namespace Tutti.Communication.Transports.Tcp;

/// <summary>
/// An encrypted connection: streams of .NET wait, so one thread reads into a ring and one writes from another. Both end with the link.
/// Takes the socket, whose closing ends what they wait for.
/// </summary>
internal sealed class StreamLink : Link
{
    private const int RingBytes = 256 << 10;
    private const int BlockBytes = 32 << 10;
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    private readonly Stream stream;
    private readonly Socket socket;
    private readonly MemoryRing toRead;
    private readonly MemoryRing read;
    private readonly MemoryRing toWrite;
    private readonly MemoryRing written;
    private readonly Parker roomToRead = new();
    private readonly Parker bytesToWrite = new();
    private readonly Thread reader;
    private readonly Thread writer;
    private Action? wake;
    private Exception? failure;
    private volatile bool hasEnded;
    private volatile bool isClosing;
    private volatile bool isDisposed;

    internal StreamLink(Stream stream, Socket socket, int peer)
    {
        this.stream = stream;
        this.socket = socket;
        // A peer that does not read is the business of whoever waits for it.
        socket.SendTimeout = socket.ReceiveTimeout = 0;
        var (incoming, outgoing) = (MemoryRing.Allocate(RingBytes), MemoryRing.Allocate(RingBytes));
        (toRead, read) = (MemoryRing.Over(incoming, peer), MemoryRing.Over(incoming, peer));
        (toWrite, written) = (MemoryRing.Over(outgoing, peer), MemoryRing.Over(outgoing, peer));
        reader = new Thread(ReadAll) { IsBackground = true, Name = $"tutti-link-{peer} in" };
        writer = new Thread(WriteAll) { IsBackground = true, Name = $"tutti-link-{peer} out" };
    }

    internal override bool IsClosed => hasEnded && !toRead.HasBytes;

    /// <summary>Begins.</summary>
    /// <param name="wakeOwner">Called when bytes have come, or there is room again.</param>
    internal void Start(Action wakeOwner)
    {
        wake = wakeOwner;
        reader.Start();
        writer.Start();
    }

    internal override int TrySend(ReadOnlySpan<byte> bytes)
    {
        ThrowIfBroken();
        var sent = toWrite.TrySend(bytes);
        if (sent > 0) bytesToWrite.Wake();
        return sent;
    }

    internal override int TryReceive(Span<byte> bytes)
    {
        var received = toRead.TryReceive(bytes);
        if (received > 0) roomToRead.Wake();
        else ThrowIfBroken();
        return received;
    }

    internal override bool IsReady(LinkInterest interest) =>
        ((interest & LinkInterest.Receive) != 0 && (toRead.HasBytes || hasEnded)) ||
        ((interest & LinkInterest.Send) != 0 && toWrite.HasRoom);

    internal override void CloseSending()
    {
        isClosing = true;
        bytesToWrite.Wake();
    }

    public override void Dispose()
    {
        isDisposed = true;
        socket.Dispose();
        roomToRead.Wake();
        bytesToWrite.Wake();
    }

    private void ThrowIfBroken()
    {
        if (Volatile.Read(ref failure) is { } cause) throw new IOException(cause.Message, cause);
    }

    private void ReadAll()
    {
        var block = new byte[BlockBytes];
        Run(() =>
        {
            while (stream.Read(block) is var count and > 0)
            {
                for (var start = 0; start < count && !isDisposed;)
                {
                    var taken = read.TrySend(block.AsSpan(start, count - start));
                    start += taken;
                    if (taken > 0) wake!();
                    else roomToRead.Sleep(LongestSleep);
                }
            }
        });
        hasEnded = true;
        wake!();
    }

    private void WriteAll()
    {
        var block = new byte[BlockBytes];
        Run(() =>
        {
            while (!isDisposed)
            {
                // Asked in this order: what was sent before closing is in the ring when the closing is seen.
                var isLast = isClosing;
                var count = written.TryReceive(block);
                if (count == 0 && isLast) break;
                if (count == 0) bytesToWrite.Sleep(LongestSleep);
                else stream.Write(block.AsSpan(0, count));
                if (count > 0) wake!();
            }

            socket.Shutdown(SocketShutdown.Send);
        });
    }

    private void Run(Action pump)
    {
        try
        {
            pump();
        }
        catch (Exception cause)
        {
            // Whatever an encrypted stream makes of what a peer sends is the end of the link, never of the process.
            Interlocked.CompareExchange(ref failure, cause, null);
            wake!();
        }
    }
}
