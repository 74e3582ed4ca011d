using Tutti.Communication.Collectives;

namespace Tutti.Communication.Membership;

/// <summary>A collective call as it travels; its numbers are those of message headers.</summary>
internal sealed record ReportedCall(
    string Group, int Rank, int Size, long Number, byte Operation, byte Element, byte Reduction, long Count, long Detail, ulong Digest,
        long ElapsedTicks)
{
    internal static ReportedCall Of(in CollectiveCall call) => new(
        call.Group, call.Rank, call.Size, call.Number, (byte)call.Header.Operation, (byte)call.Header.Element, (byte)call.Header.Reduction,
        call.Header.Count, call.Header.Detail, call.Header.Digest, Math.Max(0, call.Elapsed.Ticks));

    internal CollectiveCall ToCall()
    {
        var header = new CollectiveHeader((CollectiveOperation)Operation, (ElementKind)Element, Count, Detail, Digest,
            (ReductionKind)Reduction);
        return new CollectiveCall(Group, Rank, Size, Number, header, TimeSpan.FromTicks(ElapsedTicks));
    }
}
