using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Tutti.Communication.Membership;

namespace Tutti.Communication.Rendezvous;

/// <summary>
/// One rank calls another: the connection and the challenge, a few round trips of one byte, and, between machines, as many bytes as come in
/// half a second. The called side is an object of its own, with a thread that answers one caller after the other.
/// </summary>
internal sealed class LinkProbe : IDisposable
{
    private const byte Echo = 1;
    private const byte Flood = 2;
    private const int RoundTrips = 5;
    private const int BlockBytes = 64 << 10;
    private const long MostBytes = 256L << 20;
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FloodTime = TimeSpan.FromMilliseconds(500);

    private readonly Socket listener;
    private readonly JobSecret secret;
    private readonly Thread answering;

    private LinkProbe(Socket listener, JobSecret secret)
    {
        this.listener = listener;
        this.secret = secret;
        answering = new Thread(AnswerAll) { IsBackground = true, Name = "tutti-link-probe" };
    }

    internal int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

    /// <summary>Begins to answer.</summary>
    internal static LinkProbe Listen(JobSecret secret)
    {
        var listener = Socket.OSSupportsIPv6 ? new Socket(SocketType.Stream, ProtocolType.Tcp)
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, 0));
        listener.Listen(512);
        var probe = new LinkProbe(listener, secret);
        probe.answering.Start();
        return probe;
    }

    /// <summary>Calls another rank; what fails is in the result.</summary>
    internal static Task<ClusterLink> CallAsync(int from, int to, string host, int port, JobSecret secret, bool isNear) =>
        Task.Factory.StartNew(() => Call(from, to, host, port, secret, isNear), TaskCreationOptions.LongRunning);

    public void Dispose()
    {
        listener.Dispose();
        answering.Join(CallTimeout);
    }

    private static ClusterLink Call(int from, int to, string host, int port, JobSecret secret, bool isNear)
    {
        try
        {
            using var channel = SecureChannel.Connect(MemberDialler.Connect(host, port, CallTimeout), secret, ChannelPurpose.Check,
                CallTimeout);
            channel.Socket.ReceiveTimeout = (int)CallTimeout.TotalMilliseconds;
            var best = TimeSpan.MaxValue;
            for (var round = 0; round < RoundTrips; round++)
            {
                var start = Stopwatch.GetTimestamp();
                channel.Stream.WriteByte(Echo);
                if (channel.Stream.ReadByte() != Echo) throw new EndOfStreamException("it hung up");
                var elapsed = Stopwatch.GetElapsedTime(start);
                if (elapsed < best) best = elapsed;
            }

            return new ClusterLink(from, to, null, best, isNear ? null : Width(channel));
        }
        catch (Exception cause) when (cause is SocketException or IOException or TimeoutException or RendezvousException)
        {
            return new ClusterLink(from, to, $"no connection to {host}:{port} ({cause.Message})", TimeSpan.Zero, null);
        }
    }

    // What arrives until the sender stops; the first block only starts the clock.
    private static double Width(SecureChannel channel)
    {
        channel.Stream.WriteByte(Flood);
        var block = new byte[BlockBytes];
        channel.Stream.ReadExactly(block);
        var start = Stopwatch.GetTimestamp();
        var bytes = 0L;
        while (bytes < MostBytes && channel.Stream.Read(block) is var read and > 0) bytes += read;
        return bytes / Math.Max(1e-6, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private void AnswerAll()
    {
        while (true)
        {
            try
            {
                using var channel = SecureChannel.Accept(listener.Accept(), secret, ChannelPurpose.Check, CallTimeout);
                channel.Socket.ReceiveTimeout = (int)CallTimeout.TotalMilliseconds;
                Answer(channel);
            }
            catch (Exception ended)
                when (ended is ObjectDisposedException or SocketException
                    { SocketErrorCode: SocketError.OperationAborted or SocketError.Interrupted or SocketError.InvalidArgument })
            {
                return;
            }
            catch (Exception broken) when (broken is SocketException or IOException or TimeoutException or RendezvousException)
            {
                // The caller tells what it saw of it.
            }
        }
    }

    private static void Answer(SecureChannel channel)
    {
        while (channel.Stream.ReadByte() is var asked and >= 0)
        {
            if (asked == Echo)
            {
                channel.Stream.WriteByte(Echo);
                continue;
            }

            var block = new byte[BlockBytes];
            var start = Stopwatch.GetTimestamp();
            for (var bytes = 0L; bytes < MostBytes && Stopwatch.GetElapsedTime(start) < FloodTime; bytes += block.Length)
                channel.Stream.Write(block);
            return;
        }
    }
}
