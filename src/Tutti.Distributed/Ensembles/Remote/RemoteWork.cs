namespace Tutti.Distributed.Ensembles.Remote;

/// <summary>A chunk that a node was given.</summary>
/// <param name="Id">What its answer is for.</param>
/// <param name="Body">The chunk as it came.</param>
internal sealed record RemoteWork(string Id, byte[] Body);
