namespace Tutti.Communication.Membership;

/// <summary>What kind of exception a report becomes. The numbers travel.</summary>
internal enum FaultKind : byte
{
    /// <summary>Any exception on the rank.</summary>
    Exception = 1,
    Mismatch,
    Timeout,
    PeerLost,
    Cancelled,
    /// <summary>The rank's process ended, froze or was cut off: said by others, not by itself.</summary>
    Lost,
    /// <summary>No fault: the ranks have agreed to gather anew.</summary>
    Regroup,
}
