using Tutti.Communication.Tests.Transports.SharedMemory;

namespace Tutti.Communication.Tests.Conformance;

public sealed class SharedMemoryConformance : AllocationFreeConformance
{
    protected override IReadOnlyList<Exception?> Run(int size, TimeSpan timeout, Action<ProcessGroup> work) =>
        SegmentRanks.Catch(size, work, options => options with { Timeout = timeout });
}
