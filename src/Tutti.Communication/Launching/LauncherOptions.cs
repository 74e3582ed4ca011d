using System.Runtime.InteropServices;
using Tutti.Communication.Launching.Functions;
using Tutti.Communication.Launching.Output;

namespace Tutti.Communication.Launching;

/// <summary>Which program <see cref="Launcher"/> starts, how often, and what it does when workers fail.</summary>
public sealed record LauncherOptions
{
    /// <summary>The program: a path, or a name that is looked for in <c>PATH</c>.</summary>
    public required string Program { get; init; }

    /// <summary>Its arguments; the same for every worker.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>
    /// What starts the workers: this process (<see cref="Isolation.Process"/>, the default), or <c>mpiexec</c>, which tells them their
    /// ranks and takes their output together.
    /// </summary>
    public Isolation Isolation { get; init; } = Isolation.Process;

    /// <summary>How many workers, 1 to 4,096. Default null: one a core.</summary>
    public int? Workers { get; init; }

    /// <summary>
    /// How often workers are started again after a failure, 0 or more: the one lost, as long as enough are left, else all. Default 0.
    /// </summary>
    public int MaxRestarts { get; init; }

    /// <summary>
    /// As long as so many workers are left, the loss of one does not end the job; 1 to <see cref="Workers"/>. Default null: all are needed.
    /// </summary>
    public int? MinWorkers { get; init; }

    /// <summary>
    /// How long workers have to end by themselves, after a failure or when the job is to stop, before they are killed; 0 to 1 hour. After
    /// a failure they are asked half-way. Default 5 seconds.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How bytes move between workers that join a world. Default: what <c>TUTTI_TRANSPORT</c> says where the launcher runs, else the
    /// fastest that reaches all.
    /// </summary>
    public TransportKind Transport { get; init; }

    /// <summary>
    /// Where processes that are not started here may join the job, <c>host:port</c>: a name or address of this machine by which they reach it.
    /// They need the secret in <c>TUTTI_JOB_SECRET</c> (or <c>TUTTI_JOB_SECRET_FILE</c>), which must then be set where the launcher runs.
    /// Default null: nobody else joins.
    /// </summary>
    public string? Listen { get; init; }

    /// <summary>A folder for one log file a rank, <c>rank-0.log</c> and so on; made if need be. Default null: none.</summary>
    public string? LogFolder { get; init; }

    /// <summary>Where lines of the workers' standard output go, each after its rank. Default null: this process' standard output.</summary>
    public TextWriter? Output { get; init; }

    /// <summary>Whether each line of standard output begins with its rank. Default true.</summary>
    public bool HasOutputPrefixes { get; init; } = true;

    /// <summary>Where lines of their standard error go, and the launcher's own. Default null: this process' standard error.</summary>
    public TextWriter? Error { get; init; }

    /// <summary>Whether ranks have a colour each, for a terminal. Default false.</summary>
    public bool HasColors { get; init; }

    /// <summary>
    /// Whether rank 0 (of MPI, all ranks) has this process' standard input, output and error for its own, and is neither prefixed nor
    /// logged.
    /// Default false.
    /// </summary>
    public bool RankZeroInheritsTerminal { get; init; }

    /// <summary>Which signal workers get first when the job is cancelled. Asked at that time. Default null: SIGTERM.</summary>
    public Func<PosixSignal>? StopSignal { get; init; }

    /// <summary>Options that start this very program again, with other arguments.</summary>
    /// <param name="arguments">The arguments of every worker.</param>
    /// <returns>Options with <see cref="Program"/> and <see cref="Arguments"/>.</returns>
    /// <exception cref="InvalidOperationException">The program is a single file or lives in memory.</exception>
    public static LauncherOptions ForThisProgram(IReadOnlyList<string> arguments)
    {
        var command = HostCommand.OfThisProgram();
        return new LauncherOptions { Program = command.Program, Arguments = [.. command.Arguments, .. arguments] };
    }

    internal int WorkerCount => Workers ?? Environment.ProcessorCount;

    internal LaunchPolicy Policy => new(WorkerCount, MinWorkers ?? WorkerCount, MaxRestarts, Grace);

    internal IEnumerable<OptionProblem> Validate()
    {
        const int MostWorkers = 4096;
        if (WorkerCount is < 1 or > MostWorkers)
            yield return new(nameof(Workers), $"out of range. Got {Workers}. Expected 1 to {MostWorkers}. Leave it out for one a core.");
        if (MaxRestarts < 0)
            yield return new(nameof(MaxRestarts), $"too few. Got {MaxRestarts}. Expected 0 or more. Leave it out for none.");
        if (MinWorkers is { } least && (least < 1 || least > WorkerCount))
            yield return new(nameof(MinWorkers), $"out of range. Got {least}. Expected 1 to {WorkerCount}, the number of workers. " +
                "Leave it out if all are needed.");
        if (Grace < TimeSpan.Zero || Grace > TimeSpan.FromHours(1))
            yield return new(nameof(Grace), $"out of range. Got {Grace}. Expected 0 to 1 hour. Leave it out for 5 seconds.");
        if (Isolation == Isolation.Thread)
            yield return new(nameof(Isolation), "not a program's. Got Thread. Expected Process or Mpi. Use Distributor for thread workers.");
        if (Transport is TransportKind.Threads || (Transport is TransportKind.Mpi && Isolation != Isolation.Mpi))
            yield return new(nameof(Transport), $"not between processes. Got {Transport}. Expected Automatic, SharedMemory or Tcp. " +
                "Start MPI's ranks with mpiexec.");
        if (Listen is not null && (Isolation == Isolation.Mpi || Rendezvous.HostAndPort.TryParse(Listen) is not { Host: not ("0.0.0.0" or "::" or "*") }))
            yield return new(nameof(Listen), $"nobody can join there. Got '{Listen}' with isolation {Isolation}. Expected host:port between processes, the host a " +
                "name or address of this machine. Write for instance 127.0.0.1:29500.");
        if (LogFolder is not null && ProblemWith(LogFolder, WorkerCount) is { } problem)
            yield return new(nameof(LogFolder), $"it cannot be made or written. Got '{LogFolder}': {problem} Expected a folder that can be written. " +
                "Choose another.");
    }

    private static string? ProblemWith(string folder, int workerCount)
    {
        try
        {
            Directory.CreateDirectory(folder);
            for (var rank = 0; rank < workerCount; rank++)
                using (File.Open(RankFile.PathOf(folder, rank), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite)) { }
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return problem.Message;
        }
    }
}
