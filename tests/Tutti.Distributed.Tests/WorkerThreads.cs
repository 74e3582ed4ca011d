using Tutti.Communication;
using Tutti.Communication.Launching;

namespace Tutti.Distributed.Tests;

/// <summary>Runs work on thread workers.</summary>
internal static class WorkerThreads
{
    internal static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    internal static IReadOnlyList<T> Run<T>(int size, Func<World, T> work) =>
        Distributor.RunAsync(new DistributorOptions { Workers = size, Timeout = Deadline }, (world, _) => work(world))
            .WaitAsync(3 * Deadline).GetAwaiter().GetResult();
}
