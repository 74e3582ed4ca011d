using Tutti.Communication.Launching.Processes;
using Tutti.Communication.Transports.Mpi;

namespace Tutti.Communication;

/// <summary>
/// An MPI library that processes of this machine can load. Under <c>mpiexec</c>, the one of the launcher's family is used.
/// </summary>
/// <param name="Library">The name under which it was found, for instance <c>libmpi.so.40</c>.</param>
/// <param name="Version">Its own name and version, for instance "Open MPI v4.1.4".</param>
public sealed record MpiInstallation(string Library, string Version)
{
    /// <summary>Looks where MPI is looked for when a job starts. Loads the libraries that it finds; starts nothing.</summary>
    /// <returns>What was found, Open MPI before MPICH; empty if there is none.</returns>
    public static IReadOnlyList<MpiInstallation> FindAll() =>
        [.. MpiLibrary.FindAll().Select(library => new MpiInstallation(library.Name, library.Version))];

    /// <summary>Looks for <c>mpiexec</c>, which starts ranks of MPI, through <c>PATH</c>.</summary>
    /// <returns>Its full path; null where it is not.</returns>
    public static string? FindLauncher() => Executable.Search("mpiexec");
}
