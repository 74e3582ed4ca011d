using Tutti.Communication.Launching.Functions;

namespace Tutti.Communication.Launching;

/// <summary>
/// Runs one function on many workers at once and gathers the results. A worker that throws faults the group at once, so that no other waits
/// for it; when all have ended, the first cause is thrown, not what it led to on other ranks. Where workers are not threads
/// (<see cref="DistributorOptions.Isolation"/>), the function must be a static method that is not generic: its assembly, type and name
/// travel, arguments and results do as JSON (each result at most 64 MB), and what the first failing worker threw comes as a
/// <see cref="RemoteWorkerException"/>. Their lines of output get their rank in front. Thread-safe.
/// </summary>
public static class Distributor
{
    /// <summary>The key in <see cref="Exception.Data"/> of what is thrown: the rank it comes from (<c>int</c>).</summary>
    public const string RankKey = "Tutti.Rank";

    /// <summary>
    /// The key in <see cref="Exception.Data"/> of what is thrown, present if thread workers did not end in time after the fault: their
    /// ranks (<c>int[]</c>).
    /// </summary>
    public const string StillRunningKey = "Tutti.StillRunning";

    /// <summary>Runs the work on every worker of a new world and gathers the results.</summary>
    /// <typeparam name="T">What a worker returns.</typeparam>
    /// <param name="options">How many workers, what they are, their timeout, the group's name.</param>
    /// <param name="work">Runs on every worker; gets its world, and <paramref name="cancellation"/> to observe between steps.</param>
    /// <param name="cancellation">Cancels the job: the group faults, waiting ranks throw <see cref="OperationCanceledException"/>.</param>
    /// <returns>The workers' results, in rank order.</returns>
    /// <exception cref="ArgumentException">The options do not fit, or the work cannot travel; all problems are in the message.</exception>
    /// <exception cref="OperationCanceledException">The job was cancelled before every worker had returned.</exception>
    /// <exception cref="RemoteWorkerException">A worker that is a process failed.</exception>
    /// <exception cref="Exception">
    /// What the first failing thread threw, unchanged; its rank is in <see cref="Exception.Data"/> under <see cref="RankKey"/>.
    /// </exception>
    public static Task<IReadOnlyList<T>> RunAsync<T>(
        DistributorOptions options, Func<World, CancellationToken, T> work, CancellationToken cancellation = default) =>
        RunAsync<T>(options, work, new WorkArguments(null, null), work, cancellation);

    /// <inheritdoc cref="RunAsync{T}(DistributorOptions, Func{World, CancellationToken, T}, CancellationToken)"/>
    /// <typeparam name="TArguments">What the work is given.</typeparam>
    /// <typeparam name="T">What a worker returns.</typeparam>
    /// <param name="options">How many workers, what they are, their timeout, the group's name.</param>
    /// <param name="work">Runs on every worker; gets its world and the arguments.</param>
    /// <param name="arguments">The same for every worker: threads get this very object, others a copy.</param>
    /// <param name="cancellation">Cancels the job: the group faults, waiting ranks throw <see cref="OperationCanceledException"/>.</param>
    public static Task<IReadOnlyList<T>> RunAsync<TArguments, T>(
        DistributorOptions options, Func<World, TArguments, T> work, TArguments arguments, CancellationToken cancellation = default) =>
        RunAsync<T>(options, work, WorkArguments.Of(arguments), (world, _) => work(world, arguments), cancellation);

    /// <inheritdoc cref="RunAsync{TArguments, T}(DistributorOptions, Func{World, TArguments, T}, TArguments, CancellationToken)"/>
    public static Task<IReadOnlyList<T>> RunAsync<TArguments, T>(
        DistributorOptions options, Func<World, TArguments, CancellationToken, T> work, TArguments arguments,
        CancellationToken cancellation = default) =>
        RunAsync<T>(options, work, WorkArguments.Of(arguments), (world, token) => work(world, arguments, token), cancellation);

    /// <inheritdoc cref="RunAsync{TArguments, T}(DistributorOptions, Func{World, TArguments, T}, TArguments, CancellationToken)"/>
    public static Task<IReadOnlyList<T>> RunAsync<TArguments, T>(
        DistributorOptions options, Func<World, TArguments, Task<T>> work, TArguments arguments, CancellationToken cancellation = default) =>
        RunAsync<T>(
            options, work, WorkArguments.Of(arguments), (world, _) => work(world, arguments).GetAwaiter().GetResult(), cancellation);

    /// <inheritdoc cref="RunAsync{TArguments, T}(DistributorOptions, Func{World, TArguments, T}, TArguments, CancellationToken)"/>
    public static Task<IReadOnlyList<T>> RunAsync<TArguments, T>(
        DistributorOptions options, Func<World, TArguments, CancellationToken, Task<T>> work, TArguments arguments,
        CancellationToken cancellation = default) =>
        RunAsync<T>(
            options, work, WorkArguments.Of(arguments), (world, token) => work(world, arguments, token).GetAwaiter().GetResult(), cancellation);

    private static async Task<IReadOnlyList<T>> RunAsync<T>(
        DistributorOptions options, Delegate work, WorkArguments arguments, Func<World, CancellationToken, T> onThread,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(work);
        Throw.IfAny(nameof(Distributor), options.Validate());
        return options.Isolation == Isolation.Thread
            ? await ThreadJob.RunAsync(options, onThread, cancellation).ConfigureAwait(false)
            : await FunctionJob.RunAsync<T>(options, work, arguments, cancellation).ConfigureAwait(false);
    }
}
