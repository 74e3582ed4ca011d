namespace Tutti.Communication.Transports.Messages;

/// <summary>How a transport over links sleeps until one of them has something to do.</summary>
internal abstract class LinkWaiter : IDisposable
{
    /// <summary>
    /// How many rounds a rank looks at its links before it gives its core away, and how often it yields then before it sleeps.
    /// </summary>
    internal abstract (int Spins, int Yields) Patience { get; }

    /// <summary>
    /// Sleeps until a link may have something to do, somebody calls <see cref="Wake"/>, or the limit has passed. One thread at a time. A
    /// wake-up that comes first is kept.
    /// </summary>
    /// <param name="limit">The longest sleep.</param>
    /// <param name="interests">What counts as something to do on the link to a peer.</param>
    internal abstract void Sleep(TimeSpan limit, Func<int, LinkInterest> interests);

    /// <summary>Ends a sleep, or the next one. Any thread.</summary>
    internal abstract void Wake();

    public abstract void Dispose();
}
