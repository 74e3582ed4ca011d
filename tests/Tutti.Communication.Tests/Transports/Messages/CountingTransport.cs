using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Tests.Transports.Messages;

/// <summary>Counts what a rank sends in collectives; notices depend on how late others are, so they do not count.</summary>
internal sealed class CountingTransport : MessageTransport
{
    private readonly MessageTransport inner;

    internal CountingTransport(MessageTransport inner) : base(inner.Rank, inner.Size, inner.Generation)
    {
        this.inner = inner;
        inner.Unexpected = (peer, header) => Unexpected?.Invoke(peer, header);
    }

    internal long Messages { get; private set; }

    internal long Bytes { get; private set; }

    internal void Reset() => (Messages, Bytes) = (0, 0);

    internal override void Send(Transfer transfer)
    {
        if (transfer.Header.Kind == MessageKind.Collective)
        {
            Messages++;
            Bytes += transfer.Header.PayloadBytes;
        }

        inner.Send(transfer);
    }

    internal override void Receive(Transfer transfer) => inner.Receive(transfer);

    internal override bool Progress() => inner.Progress();

    internal override bool HasLeft(int peer) => inner.HasLeft(peer);

    internal override void Idle(int round, TimeSpan limit) => inner.Idle(round, limit);

    internal override void Wake() => inner.Wake();

    internal override void Abandon() => inner.Abandon();

    public override void Dispose() => inner.Dispose();
}
