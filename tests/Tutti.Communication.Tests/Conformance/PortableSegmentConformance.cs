namespace Tutti.Communication.Tests.Conformance;

/// <summary>The same in the way that every system offers.</summary>
public sealed class PortableSegmentConformance : TransportConformance
{
    protected override IEnumerable<int> Sizes => [2, 3];

    protected override IReadOnlyList<Exception?> Run(int size, TimeSpan timeout, Action<ProcessGroup> work) =>
        SegmentConformance.Run(size, timeout, work, isPortable: true);
}
