using Tutti.Communication.Collectives;
using Tutti.Communication.Transports.Mpi;

namespace Tutti.Communication.Tests.Transports.Mpi;

public sealed class MpiLibraryTests
{
    [Theory]
    [InlineData(MpiFamily.OpenMpi, "Open MPI v")]
    [InlineData(MpiFamily.Mpich, "MPICH Version: ")]
    public void Find_ForALauncher_TakesALibraryOfItsFamily(object family, string version)
    {
        var library = MpiLibrary.Find(new MpiEnvironment((MpiFamily)family));

        Assert.Equal(family, library.Family);
        Assert.StartsWith(version, library.Version);
        Assert.DoesNotContain('\n', library.Version);
    }

    [Fact]
    public void Find_WithoutALauncher_TakesWhatIsThere() => Assert.NotEmpty(MpiLibrary.Find(new MpiEnvironment((MpiFamily?)null)).Version);

    [Fact]
    public void Find_WithoutALibrary_SaysWhereItLookedAndWhatToInstall()
    {
        var failure = Assert.Throws<MpiException>(() => MpiLibrary.Find(["libmpi-absent.so.1", "/nowhere/libmpi.so"], null));

        Assert.Equal("MPI: no library was found. Got none of libmpi-absent.so.1, /nowhere/libmpi.so from the system's library path. " +
            "Expected Open MPI or MPICH, the same as mpiexec's. Install it (Debian: openmpi-bin or mpich), " +
            "or name its folder in LD_LIBRARY_PATH.", failure.Message);
    }

    [Fact]
    public void Find_WithTheOtherFamilysLibraryOnly_NamesBoth()
    {
        var failure = Assert.Throws<MpiException>(() => MpiLibrary.Find(["libmpich.so.12"], MpiFamily.OpenMpi));

        Assert.Contains("no library of Open MPI, whose launcher started this process", failure.Message);
        Assert.Contains("Found only: libmpich.so.12 of MPICH.", failure.Message);
    }

    [Fact]
    public void Of_TypesAndReductionsMpiDoesNotHave_SaysWhatItHas()
    {
        var constants = MpiConstants.OfMpich();

        var element = Assert.Throws<NotSupportedException>(() => constants.Of(ElementKind.Half));
        var reduction = Assert.Throws<NotSupportedException>(() => constants.Of(ReductionKind.Mean));
        Assert.Contains("Got Half. Expected Float, Double", element.Message);
        Assert.Contains("Got Mean. Expected Sum", reduction.Message);
    }
}
