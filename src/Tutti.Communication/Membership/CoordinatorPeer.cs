namespace Tutti.Communication.Membership;

/// <summary>A member's connection at the coordinator, and the thread that reads it.</summary>
internal sealed class CoordinatorPeer(ControlConnection connection, Thread reader)
{
    internal ControlConnection Connection => connection;

    internal Thread Reader => reader;

    /// <summary>When the connection is closed from here, if the member has not closed it by then.</summary>
    internal TimeSpan? CloseAt { get; set; }
}
