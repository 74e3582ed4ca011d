namespace Tutti.Distributed.Ensembles.Remote;

/// <summary>The driver cannot be reached or answers nonsense; that may pass.</summary>
internal sealed class DriverFaultException(string message, Exception? inner = null) : Exception(message, inner);
