namespace Tutti.Communication.Transports.Tcp;

/// <summary>Where a rank listens.</summary>
internal readonly record struct TcpEndpoint(string Host, int Port)
{
    public override string ToString() => $"{Host}:{Port}";
}
