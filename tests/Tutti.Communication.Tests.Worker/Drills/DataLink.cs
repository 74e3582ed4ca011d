using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Tutti.Communication.Tests.Worker.Drills;

/// <summary>This process's end of the TCP connection between two ranks, found among its open files as the system lists them.</summary>
internal sealed class DataLink
{
    private readonly Socket socket;

    private DataLink(Socket socket) => this.socket = socket;

    /// <summary>Collective. The link on the first rank; null on the others.</summary>
    internal static DataLink? Find(ProcessGroup group, int from, int to)
    {
        var own = Connections();
        var ports = group.AllGather<int>(group.Rank == to ? [.. own.Select(socket => PortOf(socket.LocalEndPoint))] : []);
        return group.Rank == from ? new DataLink(own.Single(socket => ports.Contains(PortOf(socket.RemoteEndPoint)))) : null;
    }

    /// <summary>Nothing goes through any more, in either direction.</summary>
    internal void Cut() => socket.Shutdown(SocketShutdown.Both);

    // All that are connected, but the one to the coordinator.
    private static List<Socket> Connections()
    {
        var coordinator = int.Parse(Environment.GetEnvironmentVariable("TUTTI_COORDINATOR")!.Split(':')[^1], CultureInfo.InvariantCulture);
        var sockets = new List<Socket>();
        foreach (var file in Directory.EnumerateFiles("/proc/self/fd"))
        {
            if (new FileInfo(file).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) != true) continue;
            // The handle belongs to the transport.
            var handle = new SafeSocketHandle(nint.Parse(Path.GetFileName(file), CultureInfo.InvariantCulture), ownsHandle: false);
            var socket = new Socket(handle);
            if (socket is { AddressFamily: AddressFamily.InterNetwork, Connected: true } && PortOf(socket.RemoteEndPoint) != coordinator)
                sockets.Add(socket);
        }

        return sockets;
    }

    private static int PortOf(EndPoint? point) => ((IPEndPoint)point!).Port;
}
