using System.Globalization;
using System.Runtime.InteropServices;
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

    // UCX rewrites functions of libc when it is loaded, unless it is told not to: a thread that runs through them then crashes.
    [Fact]
    public void FindAll_LibrariesThatHookMemory_LeaveTheCodeOfLibcAsItIs()
    {
        Assert.Contains(MpiLibrary.FindAll(), library => library.Family == MpiFamily.Mpich);

        Assert.All((string[])["munmap", "mmap", "madvise", "shmdt", "brk"], name => Assert.Equal(CodeInFile(name, out var loaded), loaded));
    }

    // Code needs no relocation, so that what is loaded is what is in the file.
    private static byte[] CodeInFile(string function, out byte[] loaded)
    {
        const int count = 16;
        var address = NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), function);
        loaded = new byte[count];
        Marshal.Copy(address, loaded, 0, count);
        foreach (var line in File.ReadLines("/proc/self/maps"))
        {
            // "start-end permissions offset device inode path"
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var dash = fields[0].IndexOf('-', StringComparison.Ordinal);
            var (start, end, offset) = (Parse(fields[0][..dash]), Parse(fields[0][(dash + 1)..]), Parse(fields[2]));
            if ((ulong)address < start || (ulong)address >= end) continue;
            using var file = File.OpenRead(fields[^1]);
            file.Position = (long)((ulong)address - start + offset);
            var code = new byte[count];
            file.ReadExactly(code);
            return code;
        }
        throw new InvalidOperationException($"{function} is in no mapped file");

        static ulong Parse(string text) => ulong.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
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
