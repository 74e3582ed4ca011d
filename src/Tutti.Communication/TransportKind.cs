namespace Tutti.Communication;

/// <summary>How the bytes of a job's ranks move.</summary>
public enum TransportKind
{
    /// <summary>The fastest that reaches every rank.</summary>
    Automatic,

    /// <summary>Threads of one process read each other's memory.</summary>
    Threads,

    /// <summary>Processes of one machine share mapped memory.</summary>
    SharedMemory,

    /// <summary>Sockets, within one machine or a small network.</summary>
    Tcp,

    /// <summary>The installed MPI library.</summary>
    Mpi,
}
