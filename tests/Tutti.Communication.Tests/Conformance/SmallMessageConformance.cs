using Tutti.Communication.Tests.Transports.Messages;

namespace Tutti.Communication.Tests.Conformance;

/// <summary>The same with pieces so small that every algorithm takes many steps even with little data.</summary>
public sealed class SmallMessageConformance : TransportConformance
{
    protected override IEnumerable<int> Sizes => [2, 3, 7];

    protected override IReadOnlyList<Exception?> Run(int size, TimeSpan timeout, Action<ProcessGroup> work) =>
        MessageConformance.Run(size, timeout, work, MessageRanks.Tiny);
}
