namespace Tutti.Communication.Transports.Messages;

/// <summary>
/// Moves messages between the ranks of a job. Polled: transfers are started and move only in <see cref="Progress"/>. Messages of a channel arrive in the order
/// in which they were sent. Not thread-safe: its one owner, the <c>MessageEngine</c>, calls it under a lock.
/// </summary>
internal abstract class MessageTransport : IDisposable
{
    private protected MessageTransport(int rank, int size)
    {
        Rank = rank;
        Size = size;
    }

    internal int Rank { get; }

    internal int Size { get; }

    /// <summary>
    /// Hears of every collective message that arrives while no transfer waits for it, so that a rank that does something else is noticed even if nobody
    /// expects a message from it.
    /// </summary>
    internal Action<int, MessageHeader>? Unexpected { get; set; }

    /// <summary>Starts to send. The transfer's memory belongs to the transport until the transfer is done.</summary>
    internal abstract void Send(Transfer transfer);

    /// <summary>Starts to receive. The transfer's memory belongs to the transport until the transfer is done or given up.</summary>
    internal abstract void Receive(Transfer transfer);

    /// <summary>Does what can be done without waiting.</summary>
    /// <returns>Whether anything moved.</returns>
    /// <exception cref="LinkException">A peer's link is broken or carries what is not a message.</exception>
    internal abstract bool Progress();

    /// <summary>Waits a little for something to do: first hardly at all, in later rounds longer, never longer than the limit.</summary>
    /// <param name="round">How many rounds have passed without progress.</param>
    /// <param name="limit">The longest wait.</param>
    internal abstract void Idle(int round, TimeSpan limit);

    /// <summary>Gives up all transfers in flight, because the job has faulted; nothing touches their memory afterwards.</summary>
    internal abstract void Abandon();

    public abstract void Dispose();
}
