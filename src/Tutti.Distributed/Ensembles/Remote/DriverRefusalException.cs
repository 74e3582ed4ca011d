namespace Tutti.Distributed.Ensembles.Remote;

/// <summary>The driver said no, or is not trusted; that will not pass.</summary>
internal sealed class DriverRefusalException(string message) : Exception(message);
