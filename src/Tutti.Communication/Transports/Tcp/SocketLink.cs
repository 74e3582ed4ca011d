using System.Net.Sockets;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Transports.Tcp;

/// <summary>A plain connection, which is polled. Takes the socket.</summary>
internal sealed class SocketLink : Link
{
    private readonly Socket socket;
    private bool isClosed;

    internal SocketLink(Socket socket)
    {
        this.socket = socket;
        socket.NoDelay = true;
        socket.Blocking = false;
        Descriptor = (int)socket.Handle;
    }

    internal Socket Socket => socket;

    /// <summary>As the system numbers it; of something else, perhaps, once the link is closed.</summary>
    internal int Descriptor { get; }

    internal override bool IsClosed => isClosed;

    internal override int TrySend(ReadOnlySpan<byte> bytes)
    {
        var sent = socket.Send(bytes, SocketFlags.None, out var error);
        return error switch
        {
            SocketError.Success => sent,
            SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable => 0,
            _ => throw Broken(error),
        };
    }

    internal override int TryReceive(Span<byte> bytes)
    {
        if (isClosed || bytes.IsEmpty) return 0;
        var received = socket.Receive(bytes, SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock) return 0;
        if (error != SocketError.Success) throw Broken(error);
        isClosed = received == 0;
        return received;
    }

    internal override void CloseSending()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The peer was faster.
        }
    }

    public override void Dispose() => socket.Dispose();

    private static IOException Broken(SocketError error) => new(new SocketException((int)error).Message);
}
