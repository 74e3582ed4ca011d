using Tutti.Tensors.Storage;

namespace Tutti.Tensors.Operations;

/// <summary>
/// Fork and join over a range of indices: the range is cut into contiguous parts of equal size, one for each of the calling thread's
/// <see cref="ComputeThreads"/>; the caller does the first part itself. Which part an index falls into depends on the number of threads,
/// so a body must compute each index on its own. Allocates nothing once the helpers run.
/// </summary>
internal static class ParallelRange
{
    [ThreadStatic]
    private static HelperTeam? team;

    /// <summary>Runs a body over [0, count).</summary>
    /// <param name="count">The number of indices; nothing happens for 0.</param>
    /// <param name="grain">The fewest indices worth a thread, at least 1: together about 10 µs of work or more.</param>
    /// <param name="body">The work. It is copied; results leave it through what it refers to.</param>
    /// <remarks>An exception of a part is thrown here after all parts have ended; of several, the one of the lowest indices.</remarks>
    internal static void Run<TBody>(int count, int grain, TBody body) where TBody : struct, IRangeBody, allows ref struct
    {
        var parts = Math.Min(ComputeThreads.Count, count / Math.Max(1, grain));
        if (parts <= 1)
        {
            if (count > 0) body.Run(0, count);
            return;
        }
        // While a team works, its owner runs a part as well; what that part starts must not wait for the same helpers.
        team ??= new HelperTeam();
        if (team.IsBusy) body.Run(0, count);
        else team.Run(RangeJob<TBody>.Instance, Lending.Lend(ref body), count, parts);
    }
}
