using Tutti.Communication.Launching.Functions;
using Tutti.Communication.Launching.Processes;

namespace Tutti.Communication.Launching;

/// <summary>
/// Starts workers of any program as processes of this machine, tells each its rank, shows what they write, and ends them: none outlives
/// this process, however that ends. What workers find in their environment is in docs/COMMUNICATION.md. Used for one job.
/// </summary>
public sealed class Launcher
{
    private readonly LauncherOptions options;
    private readonly string program;

    /// <param name="options">The program, how many workers, what is survived. Copied.</param>
    /// <exception cref="ArgumentException">
    /// The options or <c>TUTTI_TRANSPORT</c> do not fit, or the program cannot be found; the message has it all.
    /// </exception>
    public Launcher(LauncherOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var transport = TransportFor(options, out var problem);
        Throw.IfAny(nameof(Launcher), problem is { } wrong ? options.Validate().Append(wrong) : options.Validate());
        this.options = options with { Transport = transport };
        program = Executable.Find(options.Program);
    }

    /// <summary>Hosts the coordinator of a job.</summary>
    internal static IJobCoordinator Coordinate(JobTerms terms) => new HostedCoordinator(terms);

    /// <summary>Runs the job to its end.</summary>
    /// <param name="cancellation">Stops the job: the workers are asked, and killed when their grace is over.</param>
    /// <returns>How it ended; workers that fail make no exception.</returns>
    /// <exception cref="InvalidOperationException">The ranks are to be MPI's, and there is no <c>mpiexec</c>.</exception>
    public async Task<LaunchOutcome> RunAsync(CancellationToken cancellation = default)
    {
        using var folder = new JobFolder();
        var command = new ProcessCommand(program, options.Arguments) { Environment = WorkerVariables.Inherited() };
        return await RunAsync(options, command, folder, cancellation).ConfigureAwait(false);
    }

    internal static async Task<LaunchOutcome> RunAsync(
        LauncherOptions options, ProcessCommand command, JobFolder folder, CancellationToken cancellation)
    {
        var isMpi = options.Isolation == Isolation.Mpi;
        if (isMpi)
        {
            command = await MpiCommand.AroundAsync(command, options.WorkerCount, cancellation).ConfigureAwait(false);
            options = options with { Workers = 1 };
        }

        var job = new LaunchJob(new LaunchPlan(options, command, folder) { IsMpi = isMpi }, Coordinate, TimeProvider.System);
        await using (job.ConfigureAwait(false)) return await job.RunAsync(cancellation).ConfigureAwait(false);
    }

    // What the options leave open the environment may say, as it does to a process that joins a world by itself.
    private static TransportKind TransportFor(LauncherOptions options, out OptionProblem? problem)
    {
        problem = null;
        var name = Environment.GetEnvironmentVariable(WorkerVariables.Transport)?.Trim();
        if (options.Transport != TransportKind.Automatic || string.IsNullOrEmpty(name)) return options.Transport;
        string[] allowed = options.Isolation == Isolation.Mpi ? ["shared-memory", "tcp", "mpi"] : ["shared-memory", "tcp"];
        if (!allowed.Contains(name))
            problem = new OptionProblem(WorkerVariables.Transport, $"the environment variable names no transport between these workers. Got " +
                $"'{name}'. Expected {string.Join(" or ", allowed)}. Correct it, or remove it.");
        return WorkerVariables.TransportOf(name);
    }
}
