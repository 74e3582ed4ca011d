using System.Runtime.InteropServices;
using System.Text;

namespace Tutti.Communication.Transports.Mpi;

/// <summary>
/// An MPI library of this machine, found and loaded at run time. Which family it is of is told by its exports, not by its name:
/// <c>libmpi.so</c> may be either. Loading starts nothing; <see cref="MpiJob"/> does.
/// </summary>
internal sealed unsafe partial class MpiLibrary
{
    // Larger than what any library writes: 256 (Open MPI), 8,192 (MPICH).
    private const int TextBytes = 16_384;

    private static readonly string[] OpenMpiNames = ["libmpi.so.40", "libmpi.so", "/usr/lib64/openmpi/lib/libmpi.so.40"];
    private static readonly string[] MpichNames = ["libmpich.so.12", "libmpi.so.12", "libmpi.so", "/usr/lib64/mpich/lib/libmpi.so.12"];

    private MpiLibrary(string name, nint handle)
    {
        Name = name;
        Family = FamilyOf(handle);
        Constants = Family == MpiFamily.OpenMpi ? MpiConstants.OfOpenMpi(handle) : MpiConstants.OfMpich();
        Functions = new MpiFunctions(handle);
    }

    /// <summary>As it was asked for.</summary>
    internal string Name { get; }

    internal MpiFamily Family { get; }

    internal MpiConstants Constants { get; }

    internal MpiFunctions Functions { get; }

    /// <summary>The library's own name and version, for instance "Open MPI v4.1.4".</summary>
    internal string Version
    {
        get
        {
            var text = stackalloc byte[TextBytes];
            int length;
            Functions.GetLibraryVersion(text, &length);
            var first = Encoding.UTF8.GetString(text, Math.Clamp(length, 0, TextBytes)).Split([',', '\n', '\0'])[0];
            return first.Replace('\t', ' ').Trim();
        }
    }

    /// <summary>The library of the launcher that started this process; without one, whichever is there.</summary>
    /// <param name="launched">By whom.</param>
    /// <exception cref="MpiException">There is none; the message says where it was looked for and what to install.</exception>
    internal static MpiLibrary Find(MpiEnvironment launched) => launched.Family switch
    {
        MpiFamily.OpenMpi => Find(OpenMpiNames, MpiFamily.OpenMpi),
        MpiFamily.Mpich => Find(MpichNames, MpiFamily.Mpich),
        _ => Find([.. OpenMpiNames, .. MpichNames], null),
    };

    internal static MpiLibrary Find(string[] names, MpiFamily? wanted)
    {
        TameUcx();
        var found = new StringBuilder();
        foreach (var name in names)
        {
            if (!NativeLibrary.TryLoad(name, out var handle)) continue;
            if (wanted is null || FamilyOf(handle) == wanted) return new MpiLibrary(name, handle);
            found.Append(found.Length == 0 ? " Found only: " : ", ").Append(name).Append(" of ").Append(Says(FamilyOf(handle)));
        }

        throw new MpiException(
            $"MPI: no library {(wanted is { } family ? $"of {Says(family)}, whose launcher started this process" : "was found")}. " +
            $"Got none of {string.Join(", ", names)} from the system's library path.{(found.Length == 0 ? "" : found + ".")} " +
            $"Expected Open MPI or MPICH, the same as mpiexec's. Install it (Debian: {Package(wanted)}), " +
            "or name its folder in LD_LIBRARY_PATH.");
    }

    /// <summary>Every library of this machine that can be loaded, under the first of its names.</summary>
    internal static List<MpiLibrary> FindAll()
    {
        TameUcx();
        var (all, seen) = (new List<MpiLibrary>(), new HashSet<nint>());
        foreach (var name in (string[])[.. OpenMpiNames, .. MpichNames])
            // Names of one file give one handle. What lacks a function that we need is no MPI that could be used.
            if (NativeLibrary.TryLoad(name, out var handle) && seen.Add(handle) &&
                NativeLibrary.TryGetExport(handle, "MPI_Get_library_version", out _))
                all.Add(new MpiLibrary(name, handle));
        return all;
    }

    /// <summary>The library's text for an error code.</summary>
    internal string ErrorText(int code)
    {
        var text = stackalloc byte[TextBytes];
        int length;
        return Functions.ErrorString(code, text, &length) == 0
            ? Encoding.UTF8.GetString(text, Math.Clamp(length, 0, TextBytes)).Trim()
            : "no text";
    }

    /// <summary>Throws unless the call of <paramref name="function"/> succeeded.</summary>
    internal void Check(int code, string function)
    {
        if (code != 0) Fail(code, function);
    }

    private void Fail(int code, string function) => throw new MpiException(
        $"{function}: the MPI library reports an error. Got {code}, '{ErrorText(code)}', from {Version}. Expected 0. " +
        "See what mpiexec and the other ranks wrote.");

    private static MpiFamily FamilyOf(nint handle) =>
        NativeLibrary.TryGetExport(handle, "ompi_mpi_comm_world", out _) ? MpiFamily.OpenMpi : MpiFamily.Mpich;

    private static string Says(MpiFamily family) => family == MpiFamily.OpenMpi ? "Open MPI" : "MPICH";

    private static string Package(MpiFamily? family) => family switch
    {
        MpiFamily.OpenMpi => "openmpi-bin",
        MpiFamily.Mpich => "mpich",
        _ => "openmpi-bin or mpich",
    };

    // UCX, under MPICH, takes SIGSEGV for itself, and .NET can no longer turn it into NullReferenceException. And while it is loaded it
    // writes over the code of munmap and its like, through which other threads of .NET run at any time: they crash half-way. Its other way
    // to hear of memory, changed tables of addresses ("reloc"), hangs in .NET, so it hears of none, and registers memory with a network
    // card anew for each message instead of remembering it. It reads the native environment, which Environment.SetEnvironmentVariable does
    // not reach. What the user has set stands.
    private static void TameUcx()
    {
        SetVariable("UCX_ERROR_SIGNALS", "", overwrite: 0);
        SetVariable("UCX_MEM_MMAP_HOOK_MODE", "none", overwrite: 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
