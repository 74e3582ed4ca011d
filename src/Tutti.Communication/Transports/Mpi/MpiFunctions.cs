using System.Runtime.InteropServices;

namespace Tutti.Communication.Transports.Mpi;

/// <summary>
/// The functions used, named as in MPI without its prefix. Handles are <c>nint</c>; results are error codes, 0 for success.
/// </summary>
internal sealed unsafe class MpiFunctions(nint library)
{
    /// <summary>text, length.</summary>
    internal readonly delegate* unmanaged<byte*, int*, int> GetLibraryVersion =
        (delegate* unmanaged<byte*, int*, int>)NativeLibrary.GetExport(library, "MPI_Get_library_version");

    /// <summary>code, text, length.</summary>
    internal readonly delegate* unmanaged<int, byte*, int*, int> ErrorString =
        (delegate* unmanaged<int, byte*, int*, int>)NativeLibrary.GetExport(library, "MPI_Error_string");

    /// <summary>flag.</summary>
    internal readonly delegate* unmanaged<int*, int> Initialized =
        (delegate* unmanaged<int*, int>)NativeLibrary.GetExport(library, "MPI_Initialized");

    /// <summary>argument count, arguments, threads wanted, threads granted.</summary>
    internal readonly delegate* unmanaged<int*, byte***, int, int*, int> InitThread =
        (delegate* unmanaged<int*, byte***, int, int*, int>)NativeLibrary.GetExport(library, "MPI_Init_thread");

    internal readonly delegate* unmanaged<int> Finish =
        (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "MPI_Finalize");

    /// <summary>communicator, exit code.</summary>
    internal readonly delegate* unmanaged<nint, int, int> Abort =
        (delegate* unmanaged<nint, int, int>)AbortOf(library);

    /// <summary>communicator, rank.</summary>
    internal readonly delegate* unmanaged<nint, int*, int> CommRank =
        (delegate* unmanaged<nint, int*, int>)NativeLibrary.GetExport(library, "MPI_Comm_rank");

    /// <summary>communicator, size.</summary>
    internal readonly delegate* unmanaged<nint, int*, int> CommSize =
        (delegate* unmanaged<nint, int*, int>)NativeLibrary.GetExport(library, "MPI_Comm_size");

    /// <summary>communicator, kind, key, info, new communicator.</summary>
    internal readonly delegate* unmanaged<nint, int, int, nint, nint*, int> CommSplitType =
        (delegate* unmanaged<nint, int, int, nint, nint*, int>)NativeLibrary.GetExport(library, "MPI_Comm_split_type");

    /// <summary>communicator.</summary>
    internal readonly delegate* unmanaged<nint*, int> CommFree =
        (delegate* unmanaged<nint*, int>)NativeLibrary.GetExport(library, "MPI_Comm_free");

    /// <summary>communicator, handler.</summary>
    internal readonly delegate* unmanaged<nint, nint, int> CommSetErrorHandler =
        (delegate* unmanaged<nint, nint, int>)NativeLibrary.GetExport(library, "MPI_Comm_set_errhandler");

    /// <summary>buffer, count, type, receiver, tag, communicator, request.</summary>
    internal readonly delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int> StartSend =
        (delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int>)NativeLibrary.GetExport(library, "MPI_Isend");

    /// <summary>buffer, count, type, sender, tag, communicator, request.</summary>
    internal readonly delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int> StartReceive =
        (delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int>)NativeLibrary.GetExport(library, "MPI_Irecv");

    /// <summary>buffer, count, type, root, communicator, request.</summary>
    internal readonly delegate* unmanaged<void*, int, nint, int, nint, nint*, int> StartBroadcast =
        (delegate* unmanaged<void*, int, nint, int, nint, nint*, int>)NativeLibrary.GetExport(library, "MPI_Ibcast");

    /// <summary>source, target, count, type, operation, communicator, request.</summary>
    internal readonly delegate* unmanaged<void*, void*, int, nint, nint, nint, nint*, int> StartAllReduce =
        (delegate* unmanaged<void*, void*, int, nint, nint, nint, nint*, int>)NativeLibrary.GetExport(library, "MPI_Iallreduce");

    /// <summary>communicator, request.</summary>
    internal readonly delegate* unmanaged<nint, nint*, int> StartBarrier =
        (delegate* unmanaged<nint, nint*, int>)NativeLibrary.GetExport(library, "MPI_Ibarrier");

    /// <summary>request, flag, status.</summary>
    internal readonly delegate* unmanaged<nint*, int*, byte*, int> Test =
        (delegate* unmanaged<nint*, int*, byte*, int>)NativeLibrary.GetExport(library, "MPI_Test");

    /// <summary>request.</summary>
    internal readonly delegate* unmanaged<nint*, int> Cancel =
        (delegate* unmanaged<nint*, int>)NativeLibrary.GetExport(library, "MPI_Cancel");

    // Open MPI's MPI_Abort writes a paragraph, then calls this; without it the last line of the job is the verdict.
    private static nint AbortOf(nint library) => NativeLibrary.TryGetExport(library, "ompi_mpi_abort", out var silent)
        ? silent
        : NativeLibrary.GetExport(library, "MPI_Abort");
}
