using System.Reflection;
using System.Runtime.InteropServices;

namespace Tutti.Communication.Launching.Functions;

/// <summary>The worker's side of a function job: runs the method instead of the program's <c>Main</c>.</summary>
internal static class FunctionWorker
{
    private const string LauncherRank = "RANK";
    private static readonly string[] RankVariables = ["OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK", LauncherRank];

    /// <summary>Runs the method on a thread of its own, as thread workers do, and leaves its result or failure in the folder.</summary>
    /// <returns>The process' exit code.</returns>
    internal static int Run(FunctionFiles files)
    {
        var exitCode = 1;
        var thread = new Thread(() => exitCode = RunHere(files), ThreadWorkerStack.Bytes) { Name = "worker" };
        thread.Start();
        thread.Join();
        return exitCode;
    }

    private static int RunHere(FunctionFiles files)
    {
        World? world = null;
        try
        {
            var method = files.ReadFunction().Resolve();
            world = World.JoinAsync(files.ReadWorldOptions()).GetAwaiter().GetResult();
            var (result, type) = Invoke(method, files, world);
            files.WriteResult(Rank, result, type);
            world.DisposeAsync().AsTask().GetAwaiter().GetResult();
            return 0;
        }
        catch (Exception failure)
        {
            // Written first: whoever is told by the group may end this process.
            files.WriteFailure(Rank, failure);
            world?.Group.Abort(failure);
            return 1;
        }
    }

    private static int Rank
    {
        get
        {
            // The job may have been started by a rank of MPI, whose variables are still there.
            var isOfLauncher = Environment.GetEnvironmentVariable(WorkerVariables.Coordinator) is not null;
            foreach (var name in isOfLauncher ? [LauncherRank] : RankVariables)
                if (int.TryParse(Environment.GetEnvironmentVariable(name), out var rank)) return rank;
            return 0;
        }
    }

    private static (object? Result, Type Type) Invoke(MethodInfo method, FunctionFiles files, World world)
    {
        using var source = new CancellationTokenSource();
        PosixSignalRegistration? registration = null;
        var parameters = method.GetParameters();
        var values = new object?[parameters.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var type = parameters[i].ParameterType;
            if (type == typeof(World)) values[i] = world;
            else if (type == typeof(CancellationToken)) (values[i], registration) = (source.Token, CancelOnSignal(source));
            else values[i] = files.ReadArguments(type);
        }
        using (registration)
        {
            var result = method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, values, null);
            if (result is not Task task) return (result, method.ReturnType);
            task.GetAwaiter().GetResult();
            return (method.ReturnType.GetProperty(nameof(Task<>.Result))!.GetValue(task), method.ReturnType.GetGenericArguments()[0]);
        }
    }

    // The launcher asks by this signal. A function that takes no token is ended by it.
    private static PosixSignalRegistration CancelOnSignal(CancellationTokenSource source) =>
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            source.Cancel();
        });
}
