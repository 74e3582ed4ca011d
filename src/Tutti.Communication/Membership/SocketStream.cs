using System.Diagnostics;
using System.Net.Sockets;

namespace Tutti.Communication.Membership;

/// <summary>
/// A blocking socket as a stream whose reads end at a deadline, however slowly the peer sends: a timeout for each read alone would let a
/// peer that sends a byte now and then hold its reader for ever.
/// </summary>
internal sealed class SocketStream(Socket socket) : Stream
{
    private long deadline;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>From here on reads end by then.</summary>
    internal void SetDeadline(TimeSpan timeout)
    {
        deadline = Stopwatch.GetTimestamp() + (long)(timeout.TotalSeconds * Stopwatch.Frequency);
        socket.SendTimeout = (int)timeout.TotalMilliseconds;
    }

    /// <summary>From here on reads wait as long as the connection stands, which its owner ends by closing it.</summary>
    internal void ClearDeadline(TimeSpan sendTimeout)
    {
        deadline = 0;
        socket.ReceiveTimeout = 0;
        socket.SendTimeout = (int)sendTimeout.TotalMilliseconds;
    }

    public override int Read(Span<byte> buffer)
    {
        if (deadline != 0)
        {
            var remaining = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), deadline);
            if (remaining <= TimeSpan.Zero) throw new TimeoutException();
            socket.ReceiveTimeout = Math.Max(1, (int)remaining.TotalMilliseconds);
        }

        try
        {
            return socket.Receive(buffer);
        }
        catch (SocketException late) when (late.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            throw new TimeoutException();
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty) buffer = buffer[socket.Send(buffer)..];
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
