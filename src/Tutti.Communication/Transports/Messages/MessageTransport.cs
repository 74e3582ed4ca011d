using Tutti.Communication.Collectives;

namespace Tutti.Communication.Transports.Messages;

/// <summary>
/// Moves messages between the ranks of a job. Polled: transfers are started and move only in <see cref="Progress"/>. Messages of a channel
/// arrive in the order in which they were sent; a channel is peer, kind, context and, point to point, number. Not thread-safe: its one
/// owner, the <see cref="MessageEngine"/>, calls it under a lock, but for <see cref="Idle"/> and <see cref="Wake"/>.
/// </summary>
internal abstract class MessageTransport : IDisposable
{
    /// <param name="rank">This rank.</param>
    /// <param name="size">How many ranks.</param>
    /// <param name="generation">Of the membership; every header carries it.</param>
    private protected MessageTransport(int rank, int size, uint generation = 0)
    {
        Rank = rank;
        Size = size;
        Generation = generation;
    }

    internal int Rank { get; }

    internal int Size { get; }

    internal uint Generation { get; }

    /// <summary>
    /// Hears of every collective message that arrives while no transfer waits for it (once, when it arrives; it is kept until a transfer
    /// asks for it), so that a rank that does something else is noticed even if nobody expects a message from it; and of every <see
    /// cref="MessageKind.Notice"/>. Called from <see cref="Progress"/>.
    /// </summary>
    internal Action<int, MessageHeader>? Unexpected { get; set; }

    /// <summary>
    /// Starts to send, to a peer that may be any rank but this one. The transfer's memory belongs to the transport until the transfer is
    /// done.
    /// </summary>
    internal abstract void Send(Transfer transfer);

    /// <summary>
    /// Starts to receive. The transfer's memory belongs to the transport until the transfer is done or given up. A message whose header is
    /// not equal to the transfer's becomes its <see cref="Transfer.Disagreement"/>.
    /// </summary>
    internal abstract void Receive(Transfer transfer);

    /// <summary>Whether the transport can do an all-reduce of this group itself, in an order of its own; the same on every rank.</summary>
    internal virtual bool CanAllReduce(int context, in CollectiveHeader contract) => false;

    /// <summary>
    /// Starts an all-reduce of which <see cref="CanAllReduce"/> said yes. The transfer's memory holds this rank's values, and the result
    /// when it is done; all ranks have compared the contract, and are in no other.
    /// </summary>
    internal virtual void AllReduce(Transfer transfer) => throw new NotSupportedException();

    /// <summary>Does what can be done without waiting.</summary>
    /// <returns>Whether anything moved.</returns>
    /// <exception cref="LinkException">The link to a peer that has not left is broken, or carries what is not a message.</exception>
    internal abstract bool Progress();

    /// <summary>
    /// Whether the peer has ended its work and everything that it sent before has been delivered or is kept. Asked after a <see
    /// cref="Progress"/> that moved nothing.
    /// </summary>
    internal abstract bool HasLeft(int peer);

    /// <summary>
    /// Waits a little for something to do: first hardly at all, in later rounds longer, never longer than the limit. Called without the
    /// lock, by one thread at a time.
    /// </summary>
    /// <param name="round">How many rounds have passed without progress.</param>
    /// <param name="limit">The longest wait.</param>
    internal abstract void Idle(int round, TimeSpan limit);

    /// <summary>
    /// Ends an <see cref="Idle"/> that is going on, or the next one. Any thread. Need do nothing where no wait is longer than a
    /// millisecond.
    /// </summary>
    internal virtual void Wake()
    {
    }

    /// <summary>
    /// Gives up all transfers in flight, because the job has faulted; nothing touches their memory afterwards, and nothing but <see
    /// cref="Dispose"/> is called.
    /// </summary>
    internal abstract void Abandon();

    /// <summary>Unless abandoned, says farewell to every peer, and waits a moment for what was sent to leave.</summary>
    public abstract void Dispose();
}
