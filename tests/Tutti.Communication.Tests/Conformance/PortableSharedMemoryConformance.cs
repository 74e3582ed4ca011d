using Tutti.Communication.Tests.Transports.SharedMemory;

namespace Tutti.Communication.Tests.Conformance;

/// <summary>The way that systems without words to sleep on take, with more ranks than cores.</summary>
public sealed class PortableSharedMemoryConformance : AllocationFreeConformance
{
    protected override IEnumerable<int> Sizes => [2, 3];

    protected override IReadOnlyList<Exception?> Run(int size, TimeSpan timeout, Action<ProcessGroup> work) =>
        SegmentRanks.Catch(size, work, options => options with { Timeout = timeout, IsPortable = true, Cores = 1 });
}
