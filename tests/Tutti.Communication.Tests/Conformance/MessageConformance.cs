using Tutti.Communication.Tests.Transports.Messages;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Tests.Conformance;

/// <summary>Ranks of one process that exchange messages through rings.</summary>
public sealed class MessageConformance : TransportConformance
{
    protected override IReadOnlyList<Exception?> Run(int size, TimeSpan timeout, Action<ProcessGroup> work) =>
        MessageRanks.Catch(MessageGroups.InProcess(size, timeout), work);
}
