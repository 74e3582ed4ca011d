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
}
