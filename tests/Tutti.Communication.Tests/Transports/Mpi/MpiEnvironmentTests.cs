using Tutti.Communication.Transports.Mpi;

namespace Tutti.Communication.Tests.Transports.Mpi;

public sealed class MpiEnvironmentTests
{
    [Fact]
    public void Read_OfOpenMpi_TakesAllItSays()
    {
        var found = Read(
            "OMPI_COMM_WORLD_RANK=3", "OMPI_COMM_WORLD_SIZE=8", "OMPI_COMM_WORLD_LOCAL_RANK=1", "OMPI_COMM_WORLD_LOCAL_SIZE=2",
            "PMIX_RANK=3");

        Assert.Equal(new MpiEnvironment(MpiFamily.OpenMpi, 3, 8, 1, 2), found);
    }

    [Fact]
    public void Read_OfMpich_TakesAllItSays()
    {
        var found = Read("PMI_RANK=0", "PMI_SIZE=4", "MPI_LOCALRANKID=0", "MPI_LOCALNRANKS=4");

        Assert.Equal(new MpiEnvironment(MpiFamily.Mpich, 0, 4, 0, 4), found);
    }

    [Fact]
    public void Read_OfSlurmWithPmix_IsOpenMpiWithoutSizes() =>
        Assert.Equal(new MpiEnvironment(MpiFamily.OpenMpi, 2), Read("PMIX_RANK=2", "SLURM_PROCID=2"));

    [Theory]
    [InlineData]
    [InlineData("OMPI_COMM_WORLD_RANK=")]
    [InlineData("PMI_RANK=first")]
    [InlineData("RANK=0", "WORLD_SIZE=2")]
    public void Read_WithoutALauncherOfMpi_IsNotLaunched(params string[] variables)
    {
        var found = Read(variables);

        Assert.False(found.IsLaunched);
        Assert.Equal(new MpiEnvironment((MpiFamily?)null), found);
    }

    private static MpiEnvironment Read(params string[] variables)
    {
        var set = variables.Select(variable => variable.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return MpiEnvironment.Read(name => set.GetValueOrDefault(name));
    }
}
