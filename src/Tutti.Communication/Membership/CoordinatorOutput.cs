namespace Tutti.Communication.Membership;

/// <summary>What the coordinator wants sent; a last message ends the connection.</summary>
internal readonly record struct CoordinatorOutput(int Connection, ControlMessage Message, bool IsLast = false);
