namespace Tutti.Communication.Transports.Mpi;

/// <summary>Libraries that share names, constants and handle types. MPICH's includes Intel MPI and MVAPICH.</summary>
internal enum MpiFamily
{
    OpenMpi,
    Mpich,
}
