using System.Collections;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Tutti.Communication.Rendezvous;

namespace Tutti.Communication.Launching;

/// <summary>What a launcher tells its workers by their environment: names and values as docs/COMMUNICATION.md has them.</summary>
internal static class WorkerVariables
{
    internal const string Coordinator = "TUTTI_COORDINATOR", Secret = "TUTTI_JOB_SECRET", Folder = "TUTTI_JOB_FOLDER",
        Transport = "TUTTI_TRANSPORT";

    /// <summary>This process' variables without those of a job that it may itself belong to.</summary>
    internal static Dictionary<string, string> Inherited()
    {
        var all = new Dictionary<string, string>(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables()) all[(string)entry.Key] = (string?)entry.Value ?? "";
        foreach (var name in new[] { Coordinator, Secret, Folder, Transport }) all.Remove(name);
        return all;
    }

    /// <summary>Says which rank a process is, and where programs that want a port of their own may listen.</summary>
    internal static void SetRank(IDictionary<string, string> variables, int rank, int size, int masterPort)
    {
        variables["RANK"] = variables["LOCAL_RANK"] = Text(rank);
        variables["WORLD_SIZE"] = variables["LOCAL_WORLD_SIZE"] = Text(size);
        variables["MASTER_ADDR"] = "127.0.0.1";
        variables["MASTER_PORT"] = Text(masterPort);
    }

    /// <summary>The name of a transport, null for the automatic choice.</summary>
    internal static string? NameOf(TransportKind transport) => transport switch
    {
        TransportKind.SharedMemory => "shared-memory",
        TransportKind.Tcp => "tcp",
        TransportKind.Mpi => "mpi",
        _ => null,
    };

    /// <summary>What a name of <see cref="NameOf"/> stands for; any other for the automatic choice.</summary>
    internal static TransportKind TransportOf(string? name) => name switch
    {
        "shared-memory" => TransportKind.SharedMemory,
        "tcp" => TransportKind.Tcp,
        "mpi" => TransportKind.Mpi,
        _ => TransportKind.Automatic,
    };

    /// <summary>The secret that this process was given, for whoever joins by himself.</summary>
    /// <exception cref="RendezvousException">There is none, or it is wrong.</exception>
    internal static string OwnSecret() => JobEnvironment.Current.ReadSecret().ToVariable();

    internal static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>A port of this machine that was free a moment ago.</summary>
    internal static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
