namespace Tutti.Communication.Transports.SharedMemory;

/// <summary>What can go wrong with shared memory, in the words of the house.</summary>
internal static class SegmentProblem
{
    private const string MakeRoom =
        "Free memory there or enlarge it (mount -o remount,size=…; in a container --shm-size), or use another transport.";

    internal static IOException NoRoom(string operation, string path, long needed, long free) => new(
        $"{operation}: there is no room in shared memory. Got {free:N0} bytes free in {Path.GetDirectoryName(path)}. " +
        $"Expected {needed:N0}. {MakeRoom}");

    internal static IOException NotReserved(string path, long needed, long free, int error) => new(
        $"Shared memory: the system does not give the memory (error {error}). Got {free:N0} bytes free in {Path.GetDirectoryName(path)}. " +
        $"Expected {needed:N0}. {MakeRoom}");

    internal static ArgumentException Option(string name, object got, string expected) => new(
        $"Shared memory: {name} does not fit. Got {got}. Expected {expected}. Correct it on every rank alike.", name);

    internal static InvalidDataException OtherSegment(string path, string what, long got, long expected) => new(
        $"Shared memory: the segment {Path.GetFileName(path)} is not this job's. Got {what} {got}. Expected {expected}. " +
        "Start all ranks with the same program, number of ranks and job.");

    internal static InvalidOperationException RankTaken(string path, int rank) => new(
        $"Shared memory: two processes are rank {rank} of {Path.GetFileName(path)}. Got a second one. Expected one a rank. " +
        "Give every process of this machine a local rank of its own.");

    internal static TimeoutException NotThere(string path, int rank, TimeSpan waited) => new(
        $"Shared memory: rank {rank} found no segment {Path.GetFileName(path)} for {waited}. " +
        $"Got none that was ready in {Path.GetDirectoryName(path)}. Expected local rank 0 to make it. " +
        "See what that rank reports, and whether all ranks see the same folder.");

    internal static OperationCanceledException Faulted(string path, Exception cause) => new(
        $"Shared memory: the job faulted before the segment {Path.GetFileName(path)} was there. " +
        $"Got {cause.GetType().Name}: {cause.Message} Expected all ranks to start. Mend the cause and start again.", cause);
}
