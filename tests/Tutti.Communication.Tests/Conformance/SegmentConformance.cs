using Tutti.Communication.Faults;
using Tutti.Communication.Tests.Transports.SharedMemory;
using Tutti.Communication.Transports.Memory;
using Tutti.Communication.Transports.SharedMemory;

namespace Tutti.Communication.Tests.Conformance;

/// <summary>
/// Ranks that know each other only through a segment, as processes of one machine do, with little staging: long spans take many windows.
/// </summary>
public sealed class SegmentConformance : AllocationFreeConformance
{
    protected override IReadOnlyList<Exception?> Run(int size, TimeSpan timeout, Action<ProcessGroup> work) => Run(size, timeout, work, isPortable: false);

    internal static Exception?[] Run(int size, TimeSpan timeout, Action<ProcessGroup> work, bool isPortable)
    {
        var job = SegmentRanks.NewJob();
        var faults = new FaultBoard();
        var errors = GroupThreads.Run(size, Join, work);
        Assert.Empty(SegmentRanks.FilesOf(job));
        return errors;

        MemoryGroup Join(int rank)
        {
            var options = SegmentRanks.Options(job, rank, size) with { Timeout = timeout, IsPortable = isPortable };
            return new MemoryGroup(SegmentBoard.Join(options, faults), rank);
        }
    }
}
