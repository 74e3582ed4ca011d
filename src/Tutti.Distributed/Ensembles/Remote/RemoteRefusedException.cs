namespace Tutti.Distributed.Ensembles.Remote;

/// <summary>
/// The driver will not have this node, or the node not this driver: a wrong token, version, name or certificate. Trying again would not
/// help.
/// </summary>
public sealed class RemoteRefusedException : Exception
{
    /// <summary>Makes it.</summary>
    /// <param name="message">What was refused and why.</param>
    /// <param name="hasJoined">See <see cref="HasJoined"/>.</param>
    public RemoteRefusedException(string message, bool hasJoined = false) : base(message) => HasJoined = hasJoined;

    /// <summary>Makes it.</summary>
    /// <param name="message">What was refused and why.</param>
    /// <param name="hasJoined">See <see cref="HasJoined"/>.</param>
    /// <param name="inner">The first cause.</param>
    public RemoteRefusedException(string message, bool hasJoined, Exception inner) : base(message, inner) => HasJoined = hasJoined;

    /// <summary>Whether the node had joined before.</summary>
    public bool HasJoined { get; }
}
