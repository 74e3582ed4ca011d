namespace Tutti.Communication.Rendezvous;

/// <summary>
/// How this process was started, as its environment variables tell. A pure function of them; what is wrong or contradictory is an error
/// that names the variable.
/// </summary>
/// <param name="Kind">Who started it.</param>
/// <param name="Rank">Its rank; null if the coordinator is to choose.</param>
/// <param name="Size">How many ranks there are; 0 if only the coordinator knows.</param>
internal sealed partial record JobEnvironment(LaunchKind Kind, int? Rank, int Size)
{
    internal const string CoordinatorVariable = "TUTTI_COORDINATOR";
    internal const string JobFolderVariable = "TUTTI_JOB_FOLDER";
    internal const string TransportVariable = "TUTTI_TRANSPORT";

    private static readonly string[] Transports = ["shared-memory", "tcp", "mpi"];

    /// <summary>As the launcher counts on this machine; null if it does not tell.</summary>
    internal int? LocalRank { get; init; }

    /// <summary>How many ranks the launcher put on this machine; null if it does not tell.</summary>
    internal int? LocalSize { get; init; }

    /// <summary>Where the coordinator listens: the first that can be resolved counts. Empty if MPI must tell, or there is none.</summary>
    internal IReadOnlyList<string> CoordinatorHosts { get; init; } = [];

    internal int CoordinatorPort { get; init; }

    /// <summary>Whether rank 0's process is to host the coordinator, because nobody else does.</summary>
    internal bool IsHostedByRankZero => Kind is not (LaunchKind.Alone or LaunchKind.Tutti);

    /// <summary>The job's secret or the file that holds it; both null if none was given.</summary>
    internal string? Secret { get; init; }

    internal string? SecretFile { get; init; }

    internal string? JobFolder { get; init; }

    /// <summary>The transport that the user chose; null: whatever fits.</summary>
    internal string? Transport { get; init; }

    /// <summary>Reads this process's environment.</summary>
    /// <exception cref="RendezvousException">Variables are wrong or contradict each other.</exception>
    internal static JobEnvironment Current => From(Environment.GetEnvironmentVariable);

    /// <summary>Decides by variables; asked in the order of docs/COMMUNICATION.md.</summary>
    /// <exception cref="RendezvousException">Variables are wrong or contradict each other.</exception>
    internal static JobEnvironment From(Func<string, string?> get)
    {
        var variables = new Variables(get);
        var found = FromTutti(variables) ?? FromMpi(variables) ?? FromSlurm(variables) ?? FromTorchrun(variables)
            ?? FromSageMaker(variables)
            ?? new JobEnvironment(LaunchKind.Alone, 0, 1);
        return found with
        {
            Secret = variables.Text(Membership.JobSecret.Variable),
            SecretFile = variables.Text(Membership.JobSecret.FileVariable),
            JobFolder = variables.Text(JobFolderVariable),
            Transport = variables.Choice(TransportVariable, Transports),
        };
    }

    private static JobEnvironment? FromTutti(Variables variables)
    {
        if (variables.Text(CoordinatorVariable) is not { } address) return null;
        var (host, port) = HostAndPort.TryParse(address) ?? throw variables.Wrong(CoordinatorVariable, "host:port");
        var rank = variables.Number("RANK", 0);
        var size = variables.Number("WORLD_SIZE", 1) ?? 0;
        if (size > 0) variables.CheckRank("RANK", rank, "WORLD_SIZE", size);
        return WithLocal(variables, new JobEnvironment(LaunchKind.Tutti, rank, size)
            { CoordinatorHosts = [host], CoordinatorPort = port });
    }

    private static JobEnvironment? FromTorchrun(Variables variables)
    {
        // A world of one needs nobody to meet; the size alone says nothing (Slurm scripts often set it for later use).
        if (variables.Text("RANK") is null && variables.Text("MASTER_ADDR") is null) return null;
        var rank = variables.Required("RANK", 0, "WORLD_SIZE");
        var size = variables.Required("WORLD_SIZE", 1, "RANK");
        variables.CheckRank("RANK", rank, "WORLD_SIZE", size);
        if (size == 1) return null;
        var host = variables.RequiredText("MASTER_ADDR", "RANK");
        var port = variables.Required("MASTER_PORT", 1, "MASTER_ADDR");
        // torchrun's own store listens at the port that it names: the next one is ours then.
        if (string.Equals(variables.Text("TORCHELASTIC_USE_AGENT_STORE"), "True", StringComparison.OrdinalIgnoreCase)) port++;
        if (port > ushort.MaxValue) throw variables.Wrong("MASTER_PORT", $"1 to {ushort.MaxValue - 1}");
        return WithLocal(variables, new JobEnvironment(LaunchKind.Torchrun, rank, size)
            { CoordinatorHosts = [host], CoordinatorPort = port });
    }

    private static JobEnvironment WithLocal(Variables variables, JobEnvironment environment)
    {
        var (rank, size) = (variables.Number("LOCAL_RANK", 0), variables.Number("LOCAL_WORLD_SIZE", 1));
        if (size is { } count) variables.CheckRank("LOCAL_RANK", rank, "LOCAL_WORLD_SIZE", count);
        return environment with { LocalRank = rank, LocalSize = size };
    }
}
