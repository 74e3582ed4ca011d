using Tutti.Communication.Faults;
using Tutti.Communication.Tests.Transports.Messages;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Tests.Conformance;

/// <summary>Messages over rings between threads, with the sizes that are in use.</summary>
public sealed class MessageConformance : TransportConformance
{
    protected override IReadOnlyList<Exception?> Run(int size, TimeSpan timeout, Action<ProcessGroup> work) =>
        Run(size, timeout, work, MessageTuning.Default);

    internal static IReadOnlyList<Exception?> Run(int size, TimeSpan timeout, Action<ProcessGroup> work, MessageTuning tuning)
    {
        var groups = MessageGroups.InProcess(size, timeout, faults: new FaultBoard(), tuning: tuning);
        return GroupThreads.Run(size, rank => groups[rank], work);
    }
}
