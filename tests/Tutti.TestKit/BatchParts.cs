using System.Collections.Concurrent;
using Tutti.Tensors;

namespace Tutti.TestKit;

/// <summary>Computes the parts of a batch at once, each on a thread of its own, with an exchange between them.</summary>
public sealed class BatchParts
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly double[][] given;
    private readonly Barrier meeting;

    private BatchParts(int count) => (given, meeting) = (new double[count][], new Barrier(count));

    /// <summary>Runs all parts; the first failure of one is thrown.</summary>
    /// <param name="count">How many parts.</param>
    /// <param name="work">What a part does with its number and its end of the exchange.</param>
    /// <returns>The parts' results, in order.</returns>
    public static T[] Run<T>(int count, Func<int, IStatisticsExchange, T> work)
    {
        var parts = new BatchParts(count);
        var failures = new ConcurrentQueue<Exception>();
        var results = new T[count];
        Thread[] threads = [.. Enumerable.Range(0, count).Select(part => new Thread(() =>
        {
            try
            {
                results[part] = work(part, new End(parts, part));
            }
            catch (Exception failure)
            {
                failures.Enqueue(failure);
            }
        }))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads)
            if (!thread.Join(2 * Deadline)) throw new TimeoutException("A part of the batch has not ended.");
        return failures.TryDequeue(out var first) ? throw first : results;
    }

    private double[] Gather(int part, ReadOnlySpan<double> own)
    {
        given[part] = own.ToArray();
        Meet();
        double[] all = [.. given.SelectMany(numbers => numbers)];
        // Nobody overwrites what another has yet to read.
        Meet();
        return all;
    }

    private void Meet()
    {
        if (!meeting.SignalAndWait(Deadline)) throw new TimeoutException("Not all parts of the batch have come.");
    }

    private sealed class End(BatchParts parts, int part) : IStatisticsExchange
    {
        public double[] Gather(ReadOnlySpan<double> own) => parts.Gather(part, own);
    }
}
