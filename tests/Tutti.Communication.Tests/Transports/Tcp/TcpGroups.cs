using System.Net;
using System.Net.Sockets;
using Tutti.Communication.Faults;
using Tutti.Communication.Membership;
using Tutti.Communication.Transports.Messages;
using Tutti.Communication.Transports.Tcp;

namespace Tutti.Communication.Tests.Transports.Tcp;

/// <summary>Groups over loopback connections, their ranks threads of this process.</summary>
internal static class TcpGroups
{
    internal static MessageGroup[] Make(int size, TimeSpan timeout, MessageTuning? tuning = null)
    {
        var faults = new FaultBoard();
        var listeners = Enumerable.Range(0, size).Select(_ => Listen()).ToArray();
        var secret = JobSecret.Generate();
        var groups = new MessageGroup[size];
        var threads = Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            var transport = TcpTransport.Connect(Options(rank, listeners, secret), listeners[rank], faults);
            groups[rank] = new MessageGroup("workers", new MessageEngine(transport, faults, timeout), tuning);
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) Assert.True(thread.Join(Ranks.Deadline), "the ranks do not link up");
        foreach (var listener in listeners) listener.Dispose();
        return groups;
    }

    internal static TcpOptions Options(int rank, Socket[] listeners, JobSecret secret, TimeSpan? timeout = null) => new()
    {
        Rank = rank,
        Ranks = [.. listeners.Select(listener => new TcpEndpoint("127.0.0.1", ((IPEndPoint)listener.LocalEndPoint!).Port))],
        Secret = secret,
        Timeout = timeout ?? Ranks.Deadline,
        IsCrowded = true,
    };

    internal static Socket Listen()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }

    /// <summary>Two ends of one connection.</summary>
    internal static (Socket, Socket) Connect()
    {
        using var listener = Listen();
        var dialled = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        dialled.Connect(listener.LocalEndPoint!);
        return (dialled, listener.Accept());
    }
}
