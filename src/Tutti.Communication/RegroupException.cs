namespace Tutti.Communication;

/// <summary>
/// Nothing is wrong: the workers of this generation have agreed to gather anew, because some join or leave. Every rank's call throws it, now and
/// later, in every group of this world; <see cref="World.RejoinAsync"/> goes on.
/// </summary>
public sealed class RegroupException : Exception
{
    internal RegroupException(string message, IReadOnlyList<int> leavers, Exception? inner = null) : base(message, inner) => Leavers = leavers;

    /// <summary>The ranks that leave, in rising order; they do not rejoin.</summary>
    public IReadOnlyList<int> Leavers { get; }
}
