namespace Tutti.Communication.Rendezvous;

/// <summary>How a process joins its job, as far as the environment does not say.</summary>
internal sealed record RendezvousOptions
{
    /// <summary>How long to wait for the coordinator and for the other ranks.</summary>
    internal TimeSpan JoinTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What a process that joins a running job must say alike; lines.</summary>
    internal string Purpose { get; init; } = "";

    /// <summary>The port at which this rank's data links are accepted; 0: none.</summary>
    internal int DataPort { get; init; }

    /// <summary>The name or address of that port; null: the one by which the coordinator sees this machine.</summary>
    internal string? DataHost { get; init; }

    /// <summary>
    /// Gives every rank the bytes that rank 0 passes (the others pass an empty array): MPI's own broadcast, by which ranks under
    /// <c>mpiexec</c> learn where rank 0's coordinator listens.
    /// </summary>
    internal Func<byte[], byte[]>? BroadcastFromRankZero { get; init; }

    /// <summary>
    /// How long rank 0's process waits, when its own work is done, for those ranks that still need the coordinator in
    /// it.
    /// </summary>
    internal TimeSpan LingerTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
