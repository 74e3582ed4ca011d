using System.Diagnostics;
using System.Runtime.InteropServices;
using Tutti.Communication.Collectives;

namespace Tutti.Communication.Transports.Mpi;

/// <summary>
/// This process's place in the job of an MPI launcher, from <c>MPI_Init</c> to <c>MPI_Finalize</c>; once a process, as MPI has it. What
/// ranks need before they have a group is here; bytes between two of them go through <c>MpiTransport</c>. Thread-safe: calls of MPI are
/// made one at a time, under <see cref="Gate"/>, so a library need grant no more than serialised use, and spares its own locks.
/// </summary>
internal sealed unsafe partial class MpiJob
{
    // MPI_THREAD_SERIALIZED, the same number in every library.
    private const int Serialised = 2;
    private const int StatusBytes = 128;

    private static readonly Lock Starting = new();
    private static MpiJob? current;

    private readonly TimeSpan timeout;
    private readonly MpiFunctions mpi;

    private MpiJob(MpiLibrary library, MpiEnvironment launched, TimeSpan timeout)
    {
        Library = library;
        mpi = library.Functions;
        this.timeout = timeout;
        if (!BoundedCall.TryRun("mpi-init", timeout, () => Begin(launched)))
            throw new MpiException(
                $"MPI_Init: the ranks of the job did not meet. Got no answer for {timeout}. Expected all to start MPI in that time. " +
                "See whether a rank failed before it joined.");
        EndWithTheProcess();
    }

    internal MpiLibrary Library { get; }

    /// <summary>Whoever calls MPI holds it.</summary>
    internal Lock Gate { get; } = new();

    internal int Rank { get; private set; }

    internal int Size { get; private set; }

    /// <summary>The rank among those of this machine.</summary>
    internal int LocalRank { get; private set; }

    /// <summary>How many ranks this machine has.</summary>
    internal int LocalSize { get; private set; }

    /// <summary>More ranks than this process may use cores: waiting must leave the core to others.</summary>
    internal bool IsCrowded => LocalSize > Environment.ProcessorCount;

    /// <summary>
    /// Starts MPI, or gives the job that has started already. Collective: returns when all ranks have called it. Registers the orderly
    /// end, which is the process's end, since MPI cannot start twice.
    /// </summary>
    /// <param name="timeout">The longest wait for the other ranks, here and at the end of an orderly finish.</param>
    /// <exception cref="MpiException">There is no library, or it is not the launcher's, or the others did not come in time.</exception>
    internal static MpiJob Join(TimeSpan timeout)
    {
        lock (Starting)
        {
            if (current is not null) return current;
            var launched = MpiEnvironment.Read();
            return current = new MpiJob(MpiLibrary.Find(launched), launched, timeout);
        }
    }

    /// <summary>
    /// Gives every rank rank 0's bytes. Collective: every rank calls it, in the same order; polled, so the deadline holds.
    /// </summary>
    /// <param name="bytes">On rank 0 what is sent; elsewhere ignored.</param>
    /// <param name="limit">The longest wait for the others.</param>
    /// <returns>The bytes, on every rank.</returns>
    /// <exception cref="TimeoutException">Not all ranks took part in time.</exception>
    internal byte[] Broadcast(ReadOnlySpan<byte> bytes, TimeSpan limit)
    {
        var length = (long)bytes.Length;
        length = BitConverter.ToInt64(BroadcastPiece(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in length)), sizeof(long), limit));
        return BroadcastPiece(bytes, checked((int)length), limit);
    }

    /// <summary>
    /// Starts the library's own all-reduce over all ranks, in place; <see cref="Test"/> tells its end. The order of additions is the
    /// library's: not the fixed tree, so results depend on the number of ranks, the library and the size. For the <c>fast</c> option
    /// only. Collective.
    /// </summary>
    /// <param name="values">Not moved nor freed before the request has ended.</param>
    /// <param name="count">Elements, the same on every rank.</param>
    /// <param name="element">Float, double, int, long or byte.</param>
    /// <param name="reduction">Sum, min, max or product.</param>
    /// <returns>The request.</returns>
    /// <exception cref="NotSupportedException">MPI has no such type or reduction.</exception>
    internal nint StartAllReduce(void* values, int count, ElementKind element, ReductionKind reduction)
    {
        var constants = Library.Constants;
        var (type, operation) = (constants.Of(element), constants.Of(reduction));
        nint request = 0;
        lock (Gate)
            Library.Check(
                mpi.StartAllReduce((void*)constants.InPlace, values, count, type, operation, constants.World, &request), "MPI_Iallreduce");
        return request;
    }

    /// <summary>Moves things on, and tells whether the request has ended; one that has ended stays so.</summary>
    internal bool Test(ref nint request)
    {
        var status = stackalloc byte[StatusBytes];
        var (handle, ended) = (request, 0);
        lock (Gate) Library.Check(mpi.Test(&handle, &ended, status), "MPI_Test");
        request = handle;
        return ended != 0;
    }

    private byte[] BroadcastPiece(ReadOnlySpan<byte> bytes, int length, TimeSpan limit)
    {
        // Native memory: if the deadline passes, MPI still refers to it, and it stays.
        var buffer = (byte*)NativeMemory.Alloc((nuint)Math.Max(1, length));
        var piece = new Span<byte>(buffer, length);
        if (Rank == 0) bytes.CopyTo(piece);
        nint request = 0;
        lock (Gate)
            Library.Check(mpi.StartBroadcast(buffer, length, Library.Constants.Byte, 0, Library.Constants.World, &request), "MPI_Ibcast");
        if (!TryFinish(ref request, limit))
        {
            GiveUp();
            throw new TimeoutException(
                $"MPI broadcast: not all ranks took part. Got {length} bytes or fewer on rank {Rank} of {Size} within {limit}. " +
                "Expected every rank to join. See what the other ranks wrote.");
        }

        var result = piece.ToArray();
        NativeMemory.Free(buffer);
        return result;
    }

    private bool TryFinish(ref nint request, TimeSpan limit)
    {
        var since = Stopwatch.GetTimestamp();
        var pause = new PollingPause(IsCrowded);
        while (!Test(ref request))
        {
            if (Stopwatch.GetElapsedTime(since) > limit) return false;
            pause.Pause(limit);
        }

        return true;
    }

    private void Begin(MpiEnvironment launched)
    {
        int flag;
        Library.Check(mpi.Initialized(&flag), "MPI_Initialized");
        if (flag != 0)
            throw new MpiException("MPI_Init: MPI runs already in this process. Got a library that other code started. " +
                "Expected to start it, once. Join the world before other code that uses MPI, and leave it to Tutti.");
        int granted;
        Library.Check(mpi.InitThread(null, null, Serialised, &granted), "MPI_Init_thread");
        var world = Library.Constants.World;
        Library.Check(mpi.CommSetErrorHandler(world, Library.Constants.ErrorsReturn), "MPI_Comm_set_errhandler");
        (Rank, Size) = PlaceIn(world);
        if (granted < Serialised)
            throw new MpiException(
                $"MPI_Init: the library may be used from one thread only. Got thread level {granted} from {Library.Version}. " +
                "Expected serialised use (2). Install a library that was built with threads.");
        if (launched.Size is { } size && size != Size)
            throw new MpiException(
                $"MPI_Init: the library is not the launcher's. Got a world of {Size} from {Library.Version}, {Library.Name}. " +
                $"Expected {size}, as mpiexec says. Make mpiexec and the library come from the same installation.");
        (LocalRank, LocalSize) = launched is { LocalRank: { } localRank, LocalSize: { } localSize }
            ? (localRank, localSize)
            : PlaceOnMachine();
    }

    private (int Rank, int Size) PlaceIn(nint communicator)
    {
        int rank, size;
        Library.Check(mpi.CommRank(communicator, &rank), "MPI_Comm_rank");
        Library.Check(mpi.CommSize(communicator, &size), "MPI_Comm_size");
        return (rank, size);
    }

    private (int Rank, int Size) PlaceOnMachine()
    {
        nint machine = 0;
        var constants = Library.Constants;
        Library.Check(mpi.CommSplitType(constants.World, constants.Shared, Rank, constants.InfoNull, &machine), "MPI_Comm_split_type");
        var place = PlaceIn(machine);
        Library.Check(mpi.CommFree(&machine), "MPI_Comm_free");
        return place;
    }
}
