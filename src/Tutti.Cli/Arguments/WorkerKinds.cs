using Tutti.Communication;
using Tutti.Communication.Launching;

namespace Tutti.Cli.Arguments;

/// <summary>What a worker can be, and how bytes move between workers, as the command names them.</summary>
internal static class WorkerKinds
{
    internal const string Thread = "thread", Process = "process", Mpi = "mpi", Automatic = "auto";

    internal static readonly string[] Isolations = [Thread, Process, Mpi];

    private static readonly Dictionary<string, TransportKind> TransportNames = new()
    {
        [Automatic] = TransportKind.Automatic, ["threads"] = TransportKind.Threads, ["shared-memory"] = TransportKind.SharedMemory,
        ["tcp"] = TransportKind.Tcp, ["mpi"] = TransportKind.Mpi,
    };

    internal static IReadOnlyCollection<string> Transports => TransportNames.Keys;

    internal static Isolation IsolationOf(string name) =>
        name switch { Process => Isolation.Process, Mpi => Isolation.Mpi, _ => Isolation.Thread };

    internal static string NameOf(Isolation isolation) =>
        isolation switch { Isolation.Process => Process, Isolation.Mpi => Mpi, _ => Thread };

    internal static TransportKind TransportOf(string name) => TransportNames[name];

    internal static string NameOf(TransportKind transport) => TransportNames.First(entry => entry.Value == transport).Key;

    /// <summary>Which workers can use a transport.</summary>
    internal static string IsolationFor(TransportKind transport) =>
        transport switch { TransportKind.Threads => Thread, TransportKind.Mpi => Mpi, _ => Process };
}
