using System.Text.Json;

namespace Tutti.Communication.Rendezvous;

internal sealed partial record JobEnvironment
{
    /// <summary>The ports from which Slurm jobs take theirs: 20000 to 52767, by job and step.</summary>
    internal const int FirstSlurmPort = 20000;

    /// <summary>How many they are.</summary>
    internal const int SlurmPorts = 32768;

    /// <summary>SageMaker's hosts have the network to themselves.</summary>
    internal const int SageMakerPort = 29400;

    private static JobEnvironment? FromMpi(Variables variables)
    {
        foreach (var (rank, size, localRank, localSize) in new[]
        {
            ("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_RANK", "OMPI_COMM_WORLD_LOCAL_SIZE"),
            ("PMI_RANK", "PMI_SIZE", "MPI_LOCALRANKID", "MPI_LOCALNRANKS"),
            // srun --mpi=pmix: the size is only Slurm's to tell.
            ("PMIX_RANK", "SLURM_NTASKS", "SLURM_LOCALID", ""),
        })
        {
            if (variables.Text(rank) is null) continue;
            var (own, count) = (variables.Required(rank, 0, size), variables.Required(size, 1, rank));
            variables.CheckRank(rank, own, size, count);
            if (count == 1) return new JobEnvironment(LaunchKind.Alone, 0, 1);
            return new JobEnvironment(LaunchKind.Mpi, own, count)
            {
                LocalRank = variables.Number(localRank, 0), LocalSize = localSize.Length == 0 ? null : variables.Number(localSize, 1),
            };
        }

        return null;
    }

    private static JobEnvironment? FromSlurm(Variables variables)
    {
        if (variables.Text("SLURM_PROCID") is null || variables.Number("SLURM_NTASKS", 1) is not > 1 and not null) return null;
        var rank = variables.Required("SLURM_PROCID", 0, "SLURM_NTASKS");
        var size = variables.Required("SLURM_NTASKS", 1, "SLURM_PROCID");
        variables.CheckRank("SLURM_PROCID", rank, "SLURM_NTASKS", size);
        var nodes = variables.RequiredText("SLURM_STEP_NODELIST", "SLURM_PROCID");
        var first = SlurmNodes.First(nodes) ?? throw variables.Wrong("SLURM_STEP_NODELIST", "a list such as n[1-3,7]");
        var (job, step) = (variables.Required("SLURM_JOB_ID", 0, "SLURM_PROCID"), variables.Number("SLURM_STEP_ID", 0) ?? 0);
        return new JobEnvironment(LaunchKind.Slurm, rank, size)
        {
            LocalRank = variables.Number("SLURM_LOCALID", 0),
            // Node names that nobody resolves occur where all daemons run on the machine from which the step was launched.
            CoordinatorHosts = [.. new[]
                { first, variables.Text("SLURM_LAUNCH_NODE_IPADDR"), variables.Text("SLURM_SRUN_COMM_HOST") }.OfType<string>()],
            CoordinatorPort = SlurmPort(job, step),
        };
    }

    /// <summary>The same on every rank of a step, and another for steps that run at the same time.</summary>
    internal static int SlurmPort(int job, int step) => FirstSlurmPort + (int)(((uint)job * 97u + (uint)step) % SlurmPorts);

    private static JobEnvironment? FromSageMaker(Variables variables)
    {
        if (variables.Text("SM_HOSTS") is not { } list) return null;
        var own = variables.RequiredText("SM_CURRENT_HOST", "SM_HOSTS");
        var hosts = ReadList(list) ?? throw variables.Wrong("SM_HOSTS", """a list such as ["algo-1","algo-2"]""");
        var rank = hosts.IndexOf(own);
        if (rank < 0) throw variables.Wrong("SM_CURRENT_HOST", $"one of SM_HOSTS, {list}");
        if (hosts.Count == 1) return null;
        return new JobEnvironment(LaunchKind.SageMaker, rank, hosts.Count)
        {
            LocalRank = 0, LocalSize = 1, CoordinatorHosts = [hosts[0]], CoordinatorPort = SageMakerPort,
        };
    }

    private static List<string>? ReadList(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Array && document.RootElement.GetArrayLength() > 0
                ? [.. document.RootElement.EnumerateArray().Select(host => host.GetString() ?? "")]
                : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
