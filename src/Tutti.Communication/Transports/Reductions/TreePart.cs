namespace Tutti.Communication.Transports.Reductions;

/// <summary>A largest subtree of the fixed tree whose leaves all belong to one owner.</summary>
internal readonly record struct TreePart(int Owner, int First, int Count);
