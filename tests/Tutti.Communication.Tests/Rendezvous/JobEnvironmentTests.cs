using Tutti.Communication.Rendezvous;

namespace Tutti.Communication.Tests.Rendezvous;

public sealed class JobEnvironmentTests
{
    private const string Torchrun = "RANK=1 WORLD_SIZE=4 LOCAL_RANK=1 LOCAL_WORLD_SIZE=2 MASTER_ADDR=node-a MASTER_PORT=29500";
    private const string Slurm = "SLURM_PROCID=2 SLURM_NTASKS=3 SLURM_LOCALID=0 SLURM_STEP_NODELIST=n[1-3] SLURM_JOB_ID=7 " +
        "SLURM_STEP_ID=1 SLURM_LAUNCH_NODE_IPADDR=10.0.0.9 SLURM_SRUN_COMM_HOST=10.0.0.9";

    [Theory]
    [InlineData("", LaunchKind.Alone, 0, 1, "")]
    [InlineData("TUTTI_COORDINATOR=127.0.0.1:4000 RANK=1 WORLD_SIZE=2", LaunchKind.Tutti, 1, 2, "127.0.0.1:4000")]
    [InlineData("TUTTI_COORDINATOR=[::1]:4000", LaunchKind.Tutti, null, 0, "::1:4000")]
    [InlineData("TUTTI_COORDINATOR=a:1 OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_SIZE=2", LaunchKind.Tutti, null, 0, "a:1")]
    [InlineData("OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=2 OMPI_COMM_WORLD_LOCAL_RANK=1 OMPI_COMM_WORLD_LOCAL_SIZE=2", LaunchKind.Mpi,
        1, 2, ":0")]
    [InlineData("PMI_RANK=3 PMI_SIZE=4 MPI_LOCALRANKID=1", LaunchKind.Mpi, 3, 4, ":0")]
    [InlineData("PMIX_RANK=1 SLURM_NTASKS=2 SLURM_PROCID=1", LaunchKind.Mpi, 1, 2, ":0")]
    [InlineData("OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_SIZE=1", LaunchKind.Alone, 0, 1, "")]
    [InlineData(Slurm, LaunchKind.Slurm, 2, 3, "n1,10.0.0.9,10.0.0.9:20680")]
    [InlineData("SLURM_PROCID=0 SLURM_NTASKS=1", LaunchKind.Alone, 0, 1, "")]
    [InlineData(Torchrun, LaunchKind.Torchrun, 1, 4, "node-a:29500")]
    [InlineData(Torchrun + " TORCHELASTIC_USE_AGENT_STORE=True", LaunchKind.Torchrun, 1, 4, "node-a:29501")]
    [InlineData("RANK=0 WORLD_SIZE=1", LaunchKind.Alone, 0, 1, "")]
    [InlineData("WORLD_SIZE=8", LaunchKind.Alone, 0, 1, "")]
    [InlineData("""SM_HOSTS=["algo-1","algo-2"] SM_CURRENT_HOST=algo-2""", LaunchKind.SageMaker, 1, 2, "algo-1:29400")]
    public void From_Variables_TellsHowTheProcessWasStarted(string variables, object kind, int? rank, int size, string coordinator)
    {
        var found = From(variables);
        Assert.Equal(((LaunchKind)kind, rank, size), (found.Kind, found.Rank, found.Size));
        if (coordinator.Length > 0) Assert.Equal(coordinator, $"{string.Join(',', found.CoordinatorHosts)}:{found.CoordinatorPort}");
    }

    [Theory]
    [InlineData("TUTTI_COORDINATOR=here", "TUTTI_COORDINATOR is wrong. Got 'here'. Expected host:port")]
    [InlineData("TUTTI_COORDINATOR=here:99999", "TUTTI_COORDINATOR is wrong")]
    [InlineData("TUTTI_COORDINATOR=a:1 RANK=2 WORLD_SIZE=2", "RANK is wrong. Got '2'. Expected 0 to 1, because WORLD_SIZE is 2")]
    [InlineData("RANK=one WORLD_SIZE=2", "RANK is wrong. Got 'one'. Expected a number, 0 or more")]
    [InlineData("RANK=-1 WORLD_SIZE=2", "RANK is wrong. Got '-1'")]
    [InlineData("RANK=1", "WORLD_SIZE is missing. Got RANK without it")]
    [InlineData("RANK=1 WORLD_SIZE=2", "MASTER_ADDR is missing")]
    [InlineData("RANK=1 WORLD_SIZE=2 MASTER_ADDR=a", "MASTER_PORT is missing")]
    [InlineData("RANK=1 WORLD_SIZE=2 MASTER_ADDR=a MASTER_PORT=65536", "MASTER_PORT is wrong")]
    [InlineData(Torchrun + " LOCAL_RANK=2", "LOCAL_RANK is wrong. Got '2'. Expected 0 to 1")]
    [InlineData("PMI_RANK=1", "PMI_SIZE is missing")]
    [InlineData("SLURM_PROCID=1 SLURM_NTASKS=2", "SLURM_STEP_NODELIST is missing")]
    [InlineData("SLURM_PROCID=1 SLURM_NTASKS=2 SLURM_STEP_NODELIST=n[1- SLURM_JOB_ID=1", "SLURM_STEP_NODELIST is wrong")]
    [InlineData("SM_HOSTS=algo SM_CURRENT_HOST=algo", "SM_HOSTS is wrong")]
    [InlineData("""SM_HOSTS=["a","b"] SM_CURRENT_HOST=c""", "SM_CURRENT_HOST is wrong")]
    [InlineData("TUTTI_TRANSPORT=carrier-pigeon", "TUTTI_TRANSPORT is wrong. Got 'carrier-pigeon'. Expected shared-memory, tcp or mpi")]
    public void From_WrongVariables_NamesThem(string variables, string message) =>
        Assert.Contains($"the environment variable {message}", Assert.Throws<RendezvousException>(() => From(variables)).Message);

    [Theory]
    [InlineData("n1", "n1")]
    [InlineData("n[1-3,7]", "n1 n2 n3 n7")]
    [InlineData("gpu[08-10],login", "gpu08 gpu09 gpu10 login")]
    [InlineData("r[1-2]n[1-2]x,z", "r1n1x r1n2x r2n1x r2n2x z")]
    [InlineData("a,b", "a b")]
    [InlineData("", null), InlineData("n[", null), InlineData("n]", null), InlineData("n[3-1]", null), InlineData("n[a]", null),
        InlineData("a,", null)]
    [InlineData("n[1-999999999]", null), InlineData("n[1-9999]m[1-9999]", null)]
    public void Expand_NodeList_GivesEveryName(string list, string? names) =>
        Assert.Equal(names, SlurmNodes.Expand(list) is { } expanded ? string.Join(' ', expanded) : null);

    [Fact]
    public void SlurmPort_OfStepsAtTheSameTime_Differs()
    {
        var ports = Enumerable.Range(1, 50).SelectMany(job => Enumerable.Range(0, 20).Select(step => JobEnvironment.SlurmPort(job, step)))
            .ToArray();
        Assert.Equal(ports.Length, ports.Distinct().Count());
        Assert.All(ports, port => Assert.InRange(port, 20000, 52767));
        Assert.InRange(JobEnvironment.SlurmPort(int.MaxValue, int.MaxValue), 20000, 52767);
    }

    // The last of two settings of one variable counts.
    private static JobEnvironment From(string variables)
    {
        var pairs = new Dictionary<string, string>();
        foreach (var pair in variables.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            pairs[pair.Split('=')[0]] = pair[(pair.IndexOf('=') + 1)..];
        return JobEnvironment.From(pairs.GetValueOrDefault);
    }
}
