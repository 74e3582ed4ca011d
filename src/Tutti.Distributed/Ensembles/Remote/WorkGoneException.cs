namespace Tutti.Distributed.Ensembles.Remote;

/// <summary>The driver does not know the seat or the chunk any more.</summary>
internal sealed class WorkGoneException(string message) : Exception(message);
