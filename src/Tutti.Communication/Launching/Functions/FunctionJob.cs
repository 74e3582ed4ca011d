namespace Tutti.Communication.Launching.Functions;

/// <summary>The caller's side of a function job: workers that are processes, or ranks of MPI.</summary>
internal static class FunctionJob
{
    internal static async Task<IReadOnlyList<T>> RunAsync<T>(
        DistributorOptions options, Delegate work, WorkArguments arguments, CancellationToken cancellation)
    {
        if (typeof(Task).IsAssignableFrom(typeof(T))) Throw.ResultIsTask(typeof(T));
        var function = FunctionReference.Of(work);
        FunctionEnvironment.Check();
        cancellation.ThrowIfCancellationRequested();
        using var folder = new JobFolder();
        var files = new FunctionFiles(folder.Path);
        files.WriteCall(function, arguments, options);
        var outcome = await LaunchAsync(options, folder, cancellation).ConfigureAwait(false);
        if (outcome.IsCancelled)
            throw new OperationCanceledException("Distributor: the job was cancelled before every worker had returned.", cancellation);
        if (outcome.FirstFailure is { } failure) throw Describe(options, files, failure);
        var results = new T[options.WorkerCount];
        for (var rank = 0; rank < results.Length; rank++) results[rank] = files.ReadResult<T>(rank);
        return results;
    }

    private static Task<LaunchOutcome> LaunchAsync(DistributorOptions options, JobFolder folder, CancellationToken cancellation)
    {
        var command = HostCommand.OfThisProgram();
        var variables = new Dictionary<string, string>(command.Environment);
        FunctionEnvironment.Set(variables, folder.Path);
        var launching = new LauncherOptions
        {
            Program = command.Program, Workers = options.WorkerCount, Isolation = options.Isolation, Transport = options.Transport,
        };
        return Launcher.RunAsync(launching, command with { Environment = variables }, folder, cancellation);
    }

    // mpiexec fails as one process; which rank it was is in the files.
    private static RemoteWorkerException Describe(DistributorOptions options, FunctionFiles files, WorkerFailure failure)
    {
        var rank = options.Isolation == Isolation.Mpi ? files.FindFirstFailure(options.WorkerCount) : failure.Rank;
        return (rank is { } known ? files.ReadFailure(known) : null) ?? RemoteWorkerException.Ended(failure with { Rank = rank });
    }
}
