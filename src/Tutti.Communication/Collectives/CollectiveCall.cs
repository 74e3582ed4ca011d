namespace Tutti.Communication.Collectives;

/// <summary>One rank's view of one collective: what its errors tell.</summary>
internal readonly record struct CollectiveCall(string Group, int Rank, int Size, long Number, CollectiveHeader Header, TimeSpan Elapsed);
