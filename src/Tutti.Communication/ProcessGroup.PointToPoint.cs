using System.Runtime.InteropServices;
using Tutti.Communication.Collectives;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication;

public abstract partial class ProcessGroup
{
    private MessagePort? port;

    /// <summary>
    /// Sends values to one rank, which must receive as many of the same type with the same tag (checked there). Returns when the memory is
    /// the caller's again, which may be before the peer has them. Messages of one pair of ranks and one tag arrive in the order in which
    /// they were sent.
    /// </summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="values">What is sent.</param>
    /// <param name="peer">To whom: any other rank.</param>
    /// <param name="tag">Tells messages apart that may be received in another order. Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="peer"/> is not another rank of the group.</exception>
    /// <exception cref="NotSupportedException">The element type cannot be sent.</exception>
    public void Send<T>(ReadOnlySpan<T> values, int peer, int tag = 0) where T : unmanaged
    {
        CheckPeer(nameof(Send), peer);
        Exchange(CollectiveOperation.Send, values, peer, default, -1, tag);
    }

    /// <summary>Receives values from one rank. Returns when they are there.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="values">Gets what the peer sends; as long.</param>
    /// <param name="peer">From whom: any other rank.</param>
    /// <param name="tag">As the sender's. Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="peer"/> is not another rank of the group.</exception>
    /// <exception cref="NotSupportedException">The element type cannot be sent.</exception>
    /// <exception cref="CollectiveMismatchException">The peer sent another element type or count: every rank's call throws it from here
    /// on.</exception>
    /// <exception cref="CollectiveTimeoutException">Nothing came within the group's timeout: every rank's call throws it from here
    /// on.</exception>
    public void Receive<T>(Span<T> values, int peer, int tag = 0) where T : unmanaged
    {
        CheckPeer(nameof(Receive), peer);
        Exchange<T>(CollectiveOperation.Receive, default, -1, values, peer, tag);
    }

    /// <summary>
    /// Sends values to one rank and receives from one, the same or another, at once: what each of a ring of ranks can do without waiting
    /// for the next.
    /// </summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="values">What is sent.</param>
    /// <param name="to">To whom; this rank itself if <paramref name="from"/> is too.</param>
    /// <param name="result">Gets what <paramref name="from"/> sends; memory apart from <paramref name="values"/>.</param>
    /// <param name="from">From whom.</param>
    /// <param name="tag">Of both messages. Default 0.</param>
    /// <exception cref="ArgumentException">The memories overlap, or a rank that sends to itself expects another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A peer is not a rank of the group, or only one of them is this rank.</exception>
    /// <exception cref="NotSupportedException">The element type cannot be sent.</exception>
    public void SendReceive<T>(ReadOnlySpan<T> values, int to, Span<T> result, int from, int tag = 0) where T : unmanaged
    {
        if (values.Overlaps(result)) Throw.Overlap(nameof(SendReceive));
        if (to == Rank && from == Rank)
        {
            CheckLength(nameof(SendReceive), nameof(result), result.Length, values.Length);
            values.CopyTo(result);
            return;
        }

        CheckPeer(nameof(SendReceive), to);
        CheckPeer(nameof(SendReceive), from);
        Exchange(CollectiveOperation.Receive, values, to, result, from, tag);
    }

    /// <summary>Queues <see cref="Send{T}"/> behind the group's queued collectives.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="values">What is sent; untouched by the caller until the task has ended.</param>
    /// <param name="peer">To whom.</param>
    /// <param name="tag">Tells messages apart. Default 0.</param>
    /// <param name="cancellation">Cancels the job.</param>
    /// <returns>A task that ends when the memory is the caller's again.</returns>
    public Task SendAsync<T>(ReadOnlyMemory<T> values, int peer, int tag = 0, CancellationToken cancellation = default)
        where T : unmanaged =>
        RunAsync(group => group.Send(values.Span, peer, tag), cancellation);

    /// <summary>Queues <see cref="Receive{T}"/> behind the group's queued collectives.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="values">Gets what the peer sends; untouched by the caller until the task has ended.</param>
    /// <param name="peer">From whom.</param>
    /// <param name="tag">As the sender's. Default 0.</param>
    /// <param name="cancellation">Cancels the job.</param>
    /// <returns>A task that ends when the values are there.</returns>
    public Task ReceiveAsync<T>(Memory<T> values, int peer, int tag = 0, CancellationToken cancellation = default) where T : unmanaged =>
        RunAsync(group => group.Receive(values.Span, peer, tag), cancellation);

    /// <summary>This rank's way to send messages in the group, opened when it is first needed; not collective.</summary>
    internal abstract MessagePort OpenPort();

    /// <summary>Letters between this rank and the others; each rank opens it once for a tag, whenever it likes.</summary>
    internal Mailbox OpenMailbox(int tag)
    {
        port ??= OpenPort();
        var waiting = new CollectiveHeader(CollectiveOperation.Receive, ElementKinds.Of<byte>(), 0, tag);
        return port.OpenMailbox(tag, () => Call() with { Header = waiting });
    }

    private void Exchange<T>(CollectiveOperation operation, ReadOnlySpan<T> values, int to, Span<T> result, int from, int tag)
        where T : unmanaged
    {
        var element = ElementKinds.Of<T>();
        CheckBytes<T>(OperationNames.Of(operation), Math.Max(values.Length, result.Length));
        var sent = new CollectiveHeader(CollectiveOperation.Send, element, values.Length, tag);
        var expected = sent with { Count = result.Length };
        using var call = BeginMessage((from < 0 ? sent : expected) with { Operation = operation });
        port ??= OpenPort();
        port.Run(sent, MemoryMarshal.AsBytes(values), to, expected, MemoryMarshal.AsBytes(result), from, Call());
    }

    private void CheckPeer(string operation, int peer)
    {
        if ((uint)peer >= (uint)Size || peer == Rank) Throw.NotAPeer(operation, peer, Rank, Size);
    }
}
