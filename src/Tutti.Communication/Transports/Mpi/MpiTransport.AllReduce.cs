using Tutti.Communication.Collectives;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Transports.Mpi;

/// <summary>The library's own all-reduce, over all ranks of the job.</summary>
internal sealed unsafe partial class MpiTransport
{
    internal override bool CanAllReduce(int context, in CollectiveHeader contract) => context == 0 && contract.Count <= int.MaxValue &&
        contract.Reduction is (ReductionKind.Sum or ReductionKind.Min or ReductionKind.Max or ReductionKind.Product) &&
        contract.Element is (ElementKind.Float or ElementKind.Double or ElementKind.Int or ElementKind.Long or ElementKind.Byte);

    internal override void AllReduce(Transfer transfer)
    {
        var contract = transfer.Header.Contract;
        var request = Job.StartAllReduce((void*)transfer.Address, (int)contract.Count, contract.Element, contract.Reduction);
        lock (Job.Gate)
        {
            Fly(request, Rank, null, transfer);
            // It moves only while somebody looks at it, as a payload on its way in does.
            payloadsComing++;
            peers[Rank].PayloadsComing++;
            flights[^1].IsReceived = true;
        }
    }
}
