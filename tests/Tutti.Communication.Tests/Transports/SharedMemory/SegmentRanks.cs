using Tutti.Communication.Faults;
using Tutti.Communication.Tests.Conformance;
using Tutti.Communication.Transports.Memory;
using Tutti.Communication.Transports.SharedMemory;

namespace Tutti.Communication.Tests.Transports.SharedMemory;

/// <summary>
/// Ranks that are threads here, but know each other only through a segment, as processes do. They share a fault board as a job does.
/// </summary>
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

    /// <summary>Runs work that throws nowhere, and checks that nothing is left behind.</summary>
    internal static T[] Run<T>(int size, Func<MemoryGroup, T> work)
    {
        var job = NewJob();
        var faults = new FaultBoard();
        var results = new T[size];
        var errors = GroupThreads.Run(
            size, rank => new MemoryGroup(SegmentBoard.Join(Options(job, rank, size), faults), rank),
            group => results[group.Rank] = work((MemoryGroup)group));
        Assert.Empty(FilesOf(job));
        Assert.All(errors, Assert.Null);
        return results;
    }
}
