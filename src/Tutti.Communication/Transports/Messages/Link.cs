namespace Tutti.Communication.Transports.Messages;

/// <summary>A stream of bytes to and from one peer that never waits. Used by one thread at a time, but for <see cref="IsReady"/>.</summary>
internal abstract class Link : IDisposable
{
    /// <summary>Takes what it can take now.</summary>
    /// <returns>How many bytes it took; 0 if none fit at the moment.</returns>
    /// <exception cref="IOException">The link is broken.</exception>
    internal abstract int TrySend(ReadOnlySpan<byte> bytes);

    /// <summary>Gives what it has now.</summary>
    /// <returns>How many bytes it gave; 0 if there are none at the moment, or the peer has closed the link.</returns>
    /// <exception cref="IOException">The link is broken.</exception>
    internal abstract int TryReceive(Span<byte> bytes);

    /// <summary>Whether the peer has closed the link and everything that it sent has been given.</summary>
    internal abstract bool IsClosed { get; }

    /// <summary>Whether there is something of interest; false for links that the system polls. Any thread.</summary>
    internal virtual bool IsReady(LinkInterest interest) => false;

    /// <summary>Nothing more will be sent: the peer reads what is under way, then the end.</summary>
    internal abstract void CloseSending();

    public abstract void Dispose();
}
