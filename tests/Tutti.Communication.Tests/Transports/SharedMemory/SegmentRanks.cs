using System.Collections.Concurrent;
using Tutti.Communication.Faults;
using Tutti.Communication.Transports.Memory;
using Tutti.Communication.Transports.SharedMemory;

namespace Tutti.Communication.Tests.Transports.SharedMemory;

/// <summary>Ranks that are threads here, but know each other only through a segment, as processes do. They share a fault board as a job does.</summary>
internal static class SegmentRanks
{
    internal const int SmallStaging = 32_768;

    /// <summary>Where to look for what a test has left behind.</summary>
    internal static string NewJob() => "test-" + Guid.NewGuid().ToString("N");

    internal static SegmentOptions Options(string job, int rank, int size) =>
        new() { Job = job, Rank = rank, Size = size, Timeout = Ranks.Deadline, StagingBytes = SmallStaging };

    internal static string[] FilesOf(string job) =>
        [.. new[] { false, true }.Select(SegmentFiles.Folder).Distinct().SelectMany(folder => Directory.GetFiles(folder, $"*{job}*"))];

    /// <summary>Runs the work on every rank, and checks that nothing is left behind.</summary>
    internal static T[] Run<T>(int size, Func<MemoryGroup, T> work, Func<SegmentOptions, SegmentOptions>? change = null)
    {
        var job = NewJob();
        var faults = new FaultBoard();
        var results = new T[size];
        var errors = new ConcurrentBag<Exception>();
        var threads = Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try
            {
                var options = Options(job, rank, size);
                using var group = new MemoryGroup(SegmentBoard.Join(change?.Invoke(options) ?? options, faults), rank);
                results[rank] = work(group);
            }
            catch (Exception error)
            {
                errors.Add(error);
                faults.Raise(new GroupFault(rank, error));
            }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) Assert.True(thread.Join(3 * Ranks.Deadline), "a rank hangs");
        Assert.Empty(FilesOf(job));
        return errors.IsEmpty ? results : throw errors.First(error => errors.Count == 1 || error is not CommunicationException);
    }
}
