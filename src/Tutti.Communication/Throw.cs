using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Tutti.Communication.Collectives;
using Tutti.Communication.Launching;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication;

/// <summary>What callers can get wrong, in the words of the house: operation, what is wrong, got, expected, next step.</summary>
internal static class Throw
{
    [DoesNotReturn]
    internal static void RootOutOfRange(string operation, int root, int size) => throw new ArgumentOutOfRangeException(nameof(root),
        $"{operation}: the root is not a rank of the group. Got {root}. Expected 0 to {size - 1}. Pass a rank of the group, the same everywhere.");

    [DoesNotReturn]
    internal static void NotAPeer(string operation, int peer, int rank, int size) => throw new ArgumentOutOfRangeException(nameof(peer),
        $"{operation}: the peer is not another rank of the group. Got {peer} on rank {rank}. Expected 0 to {size - 1}, but not {rank}. Pass another rank.");

    [DoesNotReturn]
    internal static void WrongLength(string operation, string what, long got, long expected) => throw new ArgumentException(
        $"{operation}: {what} has the wrong length. Got {got}. Expected {expected}. Pass memory of the expected length.", what);

    [DoesNotReturn]
    internal static void NotAMultiple(string operation, long got, int size) => throw new ArgumentException(
        $"{operation}: the values cannot be divided among the ranks. Got {got}. Expected a multiple of {size}, the group's size. Pad them, or pass counts.", "values");

    [DoesNotReturn]
    internal static void Overlap(string operation) => throw new ArgumentException(
        $"{operation}: operand and result overlap. Got memory that is partly both. Expected separate memory, or the same elements. Pass another result.", "result");

    [DoesNotReturn]
    internal static void ResultTooLong(string operation, long length, int most) => throw new ArgumentException(
        $"{operation}: the result does not fit an array. Got {length} elements in all. Expected at most {most}. Join less at a time.");

    [DoesNotReturn]
    internal static void TooLong(string operation, int length, int most) => throw new ArgumentException(
        $"{operation}: the values are too long. Got {length}. Expected at most {most} of this type, which is 2 GB. Pass them in parts.", "values");

    [DoesNotReturn]
    internal static void RangeOutsideShard(string operation, int start, int count, int elementCount) =>
        throw new ArgumentOutOfRangeException(nameof(start),
            $"{operation}: the range is not within the shard. Got {count} elements from element {start}. " +
            $"Expected a part of 0 to {elementCount}. Correct start or count.");

    [DoesNotReturn]
    internal static void BoundsNotAscending(int rank, int start, int end) => throw new ArgumentException(
        $"ReduceShards: the bounds do not ascend. Got {start}, then {end} for rank {rank}. " +
        "Expected each at least as large as the one before. Correct them.", "bounds");

    internal static NotSupportedException NotReducible(Type type) => new(
        $"Collective: the element type cannot be reduced. Got {type.Name}. Expected Half, float, double or an integer of 8 to 64 bits. Convert the values first.");

    internal static NotSupportedException MeanOfIntegers(Type type) => new(
        $"Collective: there is no mean of integers. Got {type.Name}. Expected Half, float or double. Sum them and divide as you need.");

    internal static NotSupportedException ReductionOfAnotherType(Reduction reduction, Type type) => new(
        $"Collective: the reduction '{reduction.Name}' is of another element type. Got {type.Name}. Expected the type it was made for. Make one for {type.Name}.");

    [DoesNotReturn]
    internal static void MapForAnotherSize(int mapSize, int size) => throw new ArgumentException(
        $"AllocateShards: the map is for another number of ranks. Got a map for {mapSize}. Expected {size}, the group's size. Make the map from the group's size.",
        "map");

    [DoesNotReturn]
    internal static void BufferOfAnotherGroup(string operation, string bufferGroup, string group) => throw new ArgumentException(
        $"{operation}: the buffer is not this rank's. Got one of group '{bufferGroup}', or of another rank. " +
        $"Expected one from AllocateShards of group '{group}' on this rank. " +
        "Allocate it with the group that sums it.", "buffer");

    [DoesNotReturn]
    internal static void UnsupportedElement(Type type) => throw new NotSupportedException(
        $"Collective: the element type cannot be sent. Got {type.Name}. Expected Half, float, double or an integer of 8 to 64 bits. Convert the values first.");

    [DoesNotReturn]
    internal static void EmptyMap() => throw new ArgumentException(
        "ShardMap: there are no shards. Got an empty owner list. Expected one owner a shard. Name the rank that computes each shard.", "owners");

    [DoesNotReturn]
    internal static void OwnerOutOfRange(int shard, int owner, int size) => throw new ArgumentException(
        $"ShardMap: the owner of shard {shard} is not a rank. Got {owner}. Expected 0 to {size - 1}. Correct the owner or the size.", "owners");

    [DoesNotReturn]
    internal static void ConcurrentUse(string group, int rank) => throw new InvalidOperationException(
        $"Collective: two threads are in group '{group}' as rank {rank}. Got a call while another was running. Expected one at a time. " +
        "Call collectives from the rank's own thread.");

    [DoesNotReturn]
    internal static void NoProgramAt(string program, string found) => throw new ArgumentException(
        $"Launch: the program cannot be started. Got '{program}': {found}. Expected an executable file. " + NextStepFor(program), "program");

    [DoesNotReturn]
    internal static void NoProgramNamed(string program, IReadOnlyList<string> folders, bool isHere) => throw new ArgumentException(
        $"Launch: the program was not found. Got '{program}'. Expected an executable file in one of the folders of PATH: {string.Join(", ", folders)}. " +
        (isHere ? $"There is one in the current folder: write ./{program}." : NextStepFor(program)), "program");

    [DoesNotReturn]
    internal static void WorkIsNotStatic(string got) => throw new ArgumentException(
        $"Distributor: the work cannot travel to another process. Got {got}. Expected a static method of a type, not generic, whose name travels. " +
        "Write a static method and pass what it needs as arguments, or use Isolation.Thread.", "work");

    [DoesNotReturn]
    internal static void ResultIsTask(Type type) => throw new ArgumentException(
        $"Distributor: a task cannot travel to another process. Got {type.Name} as the result of work without arguments. Expected a value. " +
        "Return the value, or use the overload with arguments, which awaits.", "work");

    [DoesNotReturn]
    internal static void ProgramIsOneFile(string program) => throw new InvalidOperationException(
        $"Distributor: the program's assemblies are no files. Got '{program}', published as a single file or loaded from memory. " +
        "Expected assemblies that another process can load. Publish it as several files, or use Isolation.Thread.");

    [DoesNotReturn]
    internal static void NoStartupHooks() => throw new InvalidOperationException(
        "Distributor: worker processes cannot run functions in this program. Got startup hooks switched off (StartupHookSupport=false, as trimming does). " +
        "Expected .NET's startup hooks. Set StartupHookSupport to true in the project, or use Isolation.Thread.");

    [DoesNotReturn]
    internal static void ResultTooLarge(int bytes, int most) => throw new InvalidOperationException(
        $"Distributor: the worker's result is too large. Got {bytes:N0} bytes of JSON. Expected at most {most:N0}. Write it to a file and return the path.");

    [DoesNotReturn]
    internal static void NoResult(int rank) => throw new InvalidOperationException(
        $"Distributor: rank {rank} ended well, but left no result. Got an exit code of 0. Expected the function to return. " +
        "See whether it ends the process itself.");

    [DoesNotReturn]
    internal static void NoMpi() => throw new InvalidOperationException(
        "Distributor: MPI is not installed. Got no 'mpiexec' in PATH. Expected Open MPI or MPICH. Install one (on Debian: apt-get install openmpi-bin), " +
        "or use Isolation.Process.");

    private static string NextStepFor(string program) => Path.GetExtension(program) switch
    {
        ".dll" => $"Write: dotnet {program}.",
        ".py" => $"Write: python3 {program}.",
        ".sh" => $"Write: sh {program}.",
        _ => "Correct the name, or give the whole path.",
    };

    internal static InvalidOperationException CannotRejoin(TransportKind transport) => new(
        $"Rejoin: this world's workers do not survive a loss. Got transport {transport}. Expected processes over shared memory or TCP. " +
        "Start the job again from its checkpoint.");

    internal static RendezvousException NotUnderMpi() => new(
        "Rendezvous: there is no MPI job to join. Got transport Mpi in a process that mpiexec has not started. Expected " +
        "OMPI_COMM_WORLD_RANK or PMI_RANK in the environment. Start it with mpiexec, or choose another transport.")
    {
        IsWrongInput = true,
    };

    internal static RendezvousException NotOneMachine(int localSize, int size) => new(
        $"Rendezvous: the ranks do not share a machine's memory. Got {localSize} of {size} ranks here. Expected all, for the shared-memory transport. " +
        "Leave the transport out, or choose tcp.");

    internal static LinkException NotAMessage(int peer, HeaderProblem problem, ReadOnlySpan<byte> bytes)
    {
        var what = problem switch
        {
            HeaderProblem.Magic => "what came is no message",
            HeaderProblem.Checksum => "a message's header is damaged",
            HeaderProblem.Length => $"a message claims a length that none may have ({BinaryPrimitives.ReadInt64LittleEndian(bytes[48..])} bytes)",
            HeaderProblem.Generation => $"a message is of another generation ({BinaryPrimitives.ReadUInt32LittleEndian(bytes[56..])})",
            _ => "a message tells of something unknown",
        };
        return new LinkException(peer, $"Link to rank {peer}: {what}. Got a header that begins with {Convert.ToHexString(bytes[..16])}. " +
            "Expected one of docs/COMMUNICATION.md. The link is closed; see whether all ranks run the same version and nothing else connects to their ports.");
    }

    internal static LinkException LinkEnded(int peer, bool midway) => new(peer, $"Link to rank {peer}: the connection ended. " +
        $"Got its end {(midway ? "in the middle of a message" : "without a farewell")}. Expected the rank to say farewell when its work ends. " +
        "See why that rank's process ended, or what cut the connection.");

    internal static LinkException LinkBroken(int peer, Exception cause) => new(peer, $"Link to rank {peer}: the connection broke. " +
        $"Got {cause.GetType().Name}: {cause.Message} Expected it to stand until the rank says farewell. " +
        "See why that rank's process ended, or what cut the connection.", cause);

    internal static void IfAny(string consumer, IEnumerable<OptionProblem> problems)
    {
        var lines = problems.Select(problem => $"{problem.Option}: {problem.Problem}").ToArray();
        if (lines.Length > 0) throw new ArgumentException($"{consumer}: the options do not fit. {string.Join(" ", lines)}", "options");
    }
}
