namespace Tutti.Communication;

/// <summary>
/// The job could not be joined: its environment is contradictory, the coordinator cannot be reached or refused this process, or ranks are
/// missing. The message says what to do. Nothing has been computed yet.
/// </summary>
public sealed class RendezvousException : Exception
{
    internal RendezvousException(string message, Exception? inner = null) : base(message, inner)
    {
    }

    /// <summary>
    /// Whether this process's own environment is to blame: variables that are wrong, missing or contradictory, no secret or none that could be
    /// one. Found before anybody was asked; it would be the same the next time. False where others had a part in it.
    /// </summary>
    public bool IsWrongInput { get; internal init; }
}
