using Tutti.Communication.Collectives;

namespace Tutti.Communication.Transports.Messages;

/// <summary>Point-to-point messages of one rank of one group.</summary>
internal sealed unsafe class MessagePort(MessageEngine engine, MessageContext context, bool ownsEngine) : IDisposable
{
    private readonly TransferBatch batch = new(engine, context);

    /// <summary>Sends, receives, or both at once; a negative rank means not to.</summary>
    /// <param name="contract">What is sent and received, as it travels.</param>
    /// <param name="source">What is sent.</param>
    /// <param name="to">To whom.</param>
    /// <param name="expected">What is received, as it travels.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="from">From whom.</param>
    /// <param name="call">What errors tell.</param>
    internal void Run(
        in CollectiveHeader contract, ReadOnlySpan<byte> source, int to, in CollectiveHeader expected, Span<byte> target, int from,
        in CollectiveCall call)
    {
        fixed (byte* sent = source, received = target)
        {
            context.WaitingSince = 0;
            batch.Begin(MessageKind.PointToPoint, expected.Detail, expected);
            if (from >= 0) batch.Receive(from, (nint)received, target.Length, evenEmpty: true);
            batch.Continue(contract);
            if (to >= 0) batch.Send(to, (nint)sent, source.Length, evenEmpty: true);
            // Thrown before the memory is unpinned: nothing touches it any more.
            if (batch.Await(0, batch.Count) is { IsDone: false } outcome)
                throw EngineFaults.Settle(engine, context, batch, outcome, call, rank => rank);
        }
    }

    /// <summary>Letters in the group, beside its messages.</summary>
    internal Mailbox OpenMailbox(int tag, Func<CollectiveCall> call) => new(engine, context, tag, call);

    public void Dispose()
    {
        if (ownsEngine) engine.Dispose();
    }
}
