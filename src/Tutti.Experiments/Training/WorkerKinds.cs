using Tutti.Communication;
using Tutti.Communication.Launching;

namespace Tutti.Experiments.Training;

/// <summary>Which kinds of workers an experiment can compare on this machine.</summary>
/// <param name="Kinds">Those it can.</param>
/// <param name="Remarks">Why others are left out; for the report.</param>
internal sealed record WorkerKinds(IReadOnlyList<Isolation> Kinds, IReadOnlyList<string> Remarks)
{
    /// <summary>Finds out; without a wish all kinds are wanted, and what is not to be had is left out with a remark.</summary>
    /// <exception cref="ExperimentInputException">A kind that was asked for is not to be had.</exception>
    internal static WorkerKinds Find(IReadOnlyList<Isolation>? wanted, int workerCount)
    {
        var kinds = new List<Isolation>();
        var remarks = new List<string>();
        foreach (var kind in wanted ?? [Isolation.Thread, Isolation.Process, Isolation.Mpi])
        {
            if (kind != Isolation.Mpi || WhyNoMpi(workerCount) is not { } problem) kinds.Add(kind);
            else if (wanted is null) remarks.Add($"MPI is left out: {problem}.");
            else throw new ExperimentInputException($"--isolation: no MPI. Got mpi, but {problem}. Expected Open MPI or MPICH. Install one, or leave mpi out.");
        }
        return new WorkerKinds(kinds, remarks);
    }

    private static string? WhyNoMpi(int workerCount)
    {
        var found = MpiInstallation.FindAll();
        if (found.Count == 0) return "no MPI library was found on this machine";
        if (MpiInstallation.FindLauncher() is null) return "there is no mpiexec on the path";
        // MPICH waits by spinning: with more ranks than cores it measures nothing but that.
        var spins = workerCount > Environment.ProcessorCount && found.All(library => library.Version.Contains("MPICH", StringComparison.Ordinal));
        return spins ? $"MPICH is of no use with more ranks ({workerCount}) than cores ({Environment.ProcessorCount})" : null;
    }
}
