using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Transports.Mpi;

/// <summary>A request of MPI that is under way, and what to do when it has ended; reused.</summary>
internal sealed class MpiFlight
{
    internal nint Request;

    internal int Peer { get; set; }

    /// <summary>Whether it brings a payload.</summary>
    internal bool IsReceived { get; set; }

    /// <summary>To be reused.</summary>
    internal MpiFrame? Frame { get; set; }

    /// <summary>To be called done.</summary>
    internal Transfer? Transfer { get; set; }
}
