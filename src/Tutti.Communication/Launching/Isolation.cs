namespace Tutti.Communication.Launching;

/// <summary>What a worker is.</summary>
public enum Isolation
{
    /// <summary>A thread of this process: starts in microseconds, shares its memory and its end.</summary>
    Thread,

    /// <summary>A process of this machine: one that crashes takes no other with it.</summary>
    Process,

    /// <summary>A rank that <c>mpiexec</c> starts.</summary>
    Mpi,
}
