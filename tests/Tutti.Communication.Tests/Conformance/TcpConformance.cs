using Tutti.Communication.Tests.Transports.Messages;
using Tutti.Communication.Tests.Transports.Tcp;

namespace Tutti.Communication.Tests.Conformance;

/// <summary>Ranks of one process over loopback connections.</summary>
public sealed class TcpConformance : TransportConformance
{
    protected override IReadOnlyList<Exception?> Run(int size, TimeSpan timeout, Action<ProcessGroup> work) =>
        MessageRanks.Catch(TcpGroups.Make(size, timeout), work);
}
