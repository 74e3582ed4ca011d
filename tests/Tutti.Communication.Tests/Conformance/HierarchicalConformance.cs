using Tutti.Communication.Tests.Transports.Hierarchical;

namespace Tutti.Communication.Tests.Conformance;

/// <summary>Ranks of two machines, both in this process: memory within, messages between.</summary>
public sealed class HierarchicalConformance : TransportConformance
{
    protected override IReadOnlyList<Exception?> Run(int size, TimeSpan timeout, Action<ProcessGroup> work) =>
        HierarchicalRanks.Catch([.. Enumerable.Range(0, size).Select(rank => rank * 2 / (size + 1))], work, timeout);
}
