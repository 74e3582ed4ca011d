using Tutti.Communication.Launching;

namespace Tutti.Communication.Tests;

/// <summary>Runs a test's ranks, and waits for tests' events, never for ever.</summary>
internal static class Ranks
{
    internal static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    internal static readonly TimeSpan Short = TimeSpan.FromMilliseconds(400);

    public static TheoryData<int> Sizes => [1, 2, 3, 4, 7];

    internal static IReadOnlyList<T> Run<T>(int size, Func<World, T> work, TimeSpan? timeout = null,
        CancellationToken cancellation = default) =>
        Distributor.RunAsync(new DistributorOptions { Workers = size, Timeout = timeout ?? Deadline }, (world, _) => work(world),
            cancellation)
            .WaitAsync(3 * Deadline, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>What the work throws on each rank, null where it returns.</summary>
    internal static IReadOnlyList<Exception?> Catch(int size, Action<World> work, TimeSpan? timeout = null,
        CancellationToken cancellation = default) =>
        Run(size, world => Record.Exception(() => work(world)), timeout, cancellation);

    internal static void Await(ManualResetEventSlim happened) => Assert.True(happened.Wait(Deadline), "the event did not happen in time");
}
