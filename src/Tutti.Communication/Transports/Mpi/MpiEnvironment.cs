using System.Globalization;

namespace Tutti.Communication.Transports.Mpi;

/// <summary>What an MPI launcher told this process; null where it did not say.</summary>
/// <param name="Family">Whose launcher it was: only a library of that family can reach the other ranks.</param>
/// <param name="Rank">The rank.</param>
/// <param name="Size">The number of ranks.</param>
/// <param name="LocalRank">The rank among those of this machine.</param>
/// <param name="LocalSize">Their number.</param>
internal sealed record MpiEnvironment(MpiFamily? Family, int? Rank = null, int? Size = null, int? LocalRank = null, int? LocalSize = null)
{
    /// <summary>Whether an MPI launcher started this process.</summary>
    internal bool IsLaunched => Family is not null;

    internal static MpiEnvironment Read() => Read(Environment.GetEnvironmentVariable);

    internal static MpiEnvironment Read(Func<string, string?> variable)
    {
        if (Number("OMPI_COMM_WORLD_RANK") is { } openMpiRank)
            return new MpiEnvironment(MpiFamily.OpenMpi, openMpiRank, Number("OMPI_COMM_WORLD_SIZE"),
                Number("OMPI_COMM_WORLD_LOCAL_RANK"), Number("OMPI_COMM_WORLD_LOCAL_SIZE"));
        // Slurm's plugin pmix starts Open MPI, and says no more than this in MPI's own words.
        if (Number("PMIX_RANK") is { } pmixRank) return new MpiEnvironment(MpiFamily.OpenMpi, pmixRank);
        if (Number("PMI_RANK") is { } pmiRank)
            return new MpiEnvironment(MpiFamily.Mpich, pmiRank, Number("PMI_SIZE"), Number("MPI_LOCALRANKID"), Number("MPI_LOCALNRANKS"));
        return new MpiEnvironment((MpiFamily?)null);

        int? Number(string name) =>
            int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
