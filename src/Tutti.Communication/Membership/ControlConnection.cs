using System.Diagnostics;
using System.Net.Sockets;

namespace Tutti.Communication.Membership;

/// <summary>Frames over a channel: any thread sends, one reads. Ends at the first fault of the connection, for both.</summary>
internal sealed class ControlConnection(SecureChannel channel) : IDisposable
{
    // Memory grows with what has really arrived, not with what was announced.
    private const int FirstBytes = 64 << 10;

    private readonly Lock gate = new();
    private long lastReceived = Stopwatch.GetTimestamp();

    /// <summary>
    /// When bytes last came (a timestamp of <see cref="Stopwatch"/>): a sign of life also while a long message is on its
    /// way.
    /// </summary>
    internal long LastReceived => Volatile.Read(ref lastReceived);

    internal Socket Socket => channel.Socket;

    public void Dispose() => channel.Dispose();

    /// <summary>Sends one message. A connection that cannot take it is ended; who reads it learns that.</summary>
    internal void Send(ControlMessage message) => SendFrame(ControlCodec.Encode(message));

    internal void SendFrame(byte[] frame)
    {
        lock (gate)
        {
            try
            {
                channel.Stream.Write(frame);
            }
            catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
            {
                channel.Dispose();
            }
        }
    }

    /// <summary>Reads until the connection ends.</summary>
    /// <returns>Why it ended, in words.</returns>
    internal string ReadAll(Action<ControlMessage> handle)
    {
        var header = new byte[ControlCodec.HeaderBytes];
        try
        {
            while (ReadFully(header, 0, header.Length))
            {
                var length = ControlCodec.ReadHeader(header, out var kind);
                var payload = ReadPayload(length);
                if (payload is null) return "the connection was closed within a message";
                handle(ControlCodec.Decode(kind, payload));
            }

            return "the connection was closed";
        }
        catch (InvalidDataException garbage)
        {
            return garbage.Message;
        }
        catch (Exception broken)
            when (broken is IOException or SocketException or ObjectDisposedException or InvalidOperationException or TimeoutException)
        {
            return $"the connection broke ({broken.Message})";
        }
        finally
        {
            channel.Dispose();
        }
    }

    private byte[]? ReadPayload(int length)
    {
        var payload = new byte[Math.Min(length, FirstBytes)];
        var read = 0;
        while (true)
        {
            if (!ReadFully(payload, read, payload.Length - read)) return null;
            read = payload.Length;
            if (read == length) return payload;
            Array.Resize(ref payload, (int)Math.Min(length, 2L * payload.Length));
        }
    }

    private bool ReadFully(byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            var read = channel.Stream.Read(buffer, offset, count);
            if (read == 0) return false;
            Volatile.Write(ref lastReceived, Stopwatch.GetTimestamp());
            offset += read;
            count -= read;
        }

        return true;
    }
}
