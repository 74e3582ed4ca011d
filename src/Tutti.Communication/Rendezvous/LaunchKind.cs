namespace Tutti.Communication.Rendezvous;

/// <summary>What started this process.</summary>
internal enum LaunchKind
{
    /// <summary>Nothing that tells of other ranks.</summary>
    Alone,
    /// <summary><c>tutti launch</c> or <c>Distributor</c>: a coordinator listens already.</summary>
    Tutti,
    /// <summary><c>mpiexec</c>.</summary>
    Mpi,
    /// <summary><c>srun</c>.</summary>
    Slurm,
    /// <summary>torchrun, or a training operator of Kubernetes.</summary>
    Torchrun,
    /// <summary>Amazon SageMaker.</summary>
    SageMaker,
}
