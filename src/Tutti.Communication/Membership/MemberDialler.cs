using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Tutti.Communication.Membership;

/// <summary>Finds the coordinator: ranks start in any order, so that it may not listen yet.</summary>
internal static class MemberDialler
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <exception cref="RendezvousException">It does not answer in time, or is not this job's.</exception>
    internal static SecureChannel Dial(MemberOptions options, ManualResetEventSlim stopping)
    {
        var start = Stopwatch.GetTimestamp();
        var pause = FirstPause;
        while (true)
        {
            var problem = "";
            foreach (var host in options.Hosts)
                if (TryDial(options, host, ref problem) is { } channel) return channel;
            if (Stopwatch.GetElapsedTime(start) + pause > options.JoinTimeout || stopping.Wait(pause))
                throw new RendezvousException(
                    $"Join: the coordinator cannot be reached. Got '{problem}' from {string.Join(" or ", options.Hosts)}, port " +
                    $"{options.Port}, for {options.JoinTimeout.TotalSeconds} s. Expected the coordinator to listen there. " +
                    "See whether it was started, and whether a firewall is in between.");
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private static SecureChannel? TryDial(MemberOptions options, string host, ref string problem)
    {
        try
        {
            return SecureChannel.Connect(Connect(host, options.Port, SecureChannel.HandshakeTimeout), options.Secret,
                ChannelPurpose.Control);
        }
        catch (Exception early)
            when (early is SocketException or EndOfStreamException or TimeoutException or RendezvousException { InnerException: not null })
        {
            // Nobody there yet, or a network that is only coming up. A side that has understood us and said no is not asked again.
            problem = early.Message;
            return null;
        }
    }

    /// <summary>A connection, by a deadline.</summary>
    /// <exception cref="SocketException">Nobody answers there.</exception>
    /// <exception cref="TimeoutException">No answer came in time.</exception>
    internal static Socket Connect(string host, int port, TimeSpan timeout)
    {
        if (host == "127.0.0.1") return ConnectHere(port);
        // A socket of both families reaches whatever the name stands for.
        var socket = Socket.OSSupportsIPv6 ? new Socket(SocketType.Stream, ProtocolType.Tcp)
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // Connecting has no timeout of its own, and the system's is two minutes: closing the socket ends it, with an error that says
        // anything.
        var isExpired = false;
        using var expiry = new Timer(_ => End(socket, ref isExpired), null, timeout, Timeout.InfiniteTimeSpan);
        try
        {
            socket.Connect(host, port);
            return socket;
        }
        catch (Exception cause) when (cause is SocketException or ObjectDisposedException)
        {
            socket.Dispose();
            if (cause is SocketException && !Volatile.Read(ref isExpired)) throw;
            throw new TimeoutException($"no answer within {timeout.TotalSeconds} s");
        }
    }

    // This machine answers at once, and needs neither a parser nor a timer: workers that start join this way.
    private static Socket ConnectHere(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void End(Socket socket, ref bool isExpired)
    {
        Volatile.Write(ref isExpired, true);
        socket.Dispose();
    }
}
