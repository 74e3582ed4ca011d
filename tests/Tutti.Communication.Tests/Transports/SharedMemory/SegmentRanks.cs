using Tutti.Communication.Faults;
using Tutti.Communication.Transports.Memory;
using Tutti.Communication.Transports.SharedMemory;

namespace Tutti.Communication.Tests.Transports.SharedMemory;

/// <summary>Ranks that are threads here, but know each other only through a segment, as processes do. They share a fault board as a job does.</summary>
internal static class SegmentRanks
{
    /// <summary>Data of the usual lengths go through in several windows.</summary>
    private const int SmallStaging = 32_768;

    /// <summary>A name by which a test finds what it has left behind.</summary>
    internal static string NewJob() => "test-" + Guid.NewGuid().ToString("N");

    internal static SegmentOptions Options(string job, int rank, int size) =>
        new() { Job = job, Rank = rank, Size = size, Timeout = Ranks.Deadline, StagingBytes = SmallStaging };

    internal static string[] FilesOf(string job) =>
        [.. new[] { false, true }.Select(SegmentFiles.Folder).Distinct().SelectMany(folder => Directory.GetFiles(folder, $"*{job}*"))];

    /// <summary>Runs the work on every rank; whatever it throws faults the job. Nothing may be left behind.</summary>
    /// <returns>What the work threw on each rank.</returns>
    internal static Exception?[] Catch(int size, Action<MemoryGroup> work, Func<SegmentOptions, SegmentOptions>? change = null)
    {
        var job = NewJob();
        var faults = new FaultBoard();
        var errors = new Exception?[size];
        using var attached = new Barrier(size);
        var threads = Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            errors[rank] = Record.Exception(() =>
            {
                var options = Options(job, rank, size);
                using var group = new MemoryGroup(SegmentBoard.Join(change?.Invoke(options) ?? options, faults), rank);
                Assert.True(attached.SignalAndWait(Ranks.Deadline));
                try
                {
                    work(group);
                }
                catch (Exception error)
                {
                    faults.Raise(new GroupFault(rank, error));
                    throw;
                }
            });
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) Assert.True(thread.Join(3 * Ranks.Deadline), "a rank hangs");
        Assert.Empty(FilesOf(job));
        return errors;
    }

    /// <summary>Runs work that throws nowhere.</summary>
    internal static T[] Run<T>(int size, Func<MemoryGroup, T> work)
    {
        var results = new T[size];
        Assert.All(Catch(size, group => results[group.Rank] = work(group)), Assert.Null);
        return results;
    }
}
