using System.Security.Cryptography.X509Certificates;

namespace Tutti.Distributed.Ensembles.Remote;

/// <summary>How a <see cref="RemoteNode"/> finds and trusts its driver.</summary>
public sealed record RemoteNodeOptions
{
    /// <summary>Where the driver listens: <c>https://host:port</c>, nothing after it.</summary>
    public required Uri Driver { get; init; }

    /// <summary>What the driver knows this node by: 16 to 512 visible ASCII characters. Never shown or recorded.</summary>
    public required string Token { get; init; }

    /// <summary>
    /// The fingerprint of the only certificate that is trusted, <c>sha256:</c> and 64 hexadecimal digits as the driver shows it; its name
    /// and
    /// date do not matter then. Default: null, the certificate must be of an authority.
    /// </summary>
    public string? Trust { get; init; }

    /// <summary>The authorities that may have signed the driver's certificate. Default: null, those of the system.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>What the node shows of itself, with its private key, where the driver asks for it. Default: null, nothing.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>How long the node waits before it tries again for the first time; doubled with each failure, and between half and all of it
    /// is waited. More than 0. Default: half a second.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait between attempts, at least <see cref="FirstRetry"/>. Default: 30 s.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the driver may be silent during a request, on top of what it lets a node wait for work. More than 0. Default:
    /// 30 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest chunk the node takes, in bytes as it travels, 1 … 2³¹ − 1. Default: 256 MB.</summary>
    public int MaxChunkBytes { get; init; } = 256_000_000;

    /// <summary>Told one line whenever something changes: joined, connection lost, a chunk that could not be scored. Default:
    /// null.</summary>
    public Action<string>? Notice { get; init; }

    /// <summary>What time it is. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The options without the token.</summary>
    /// <returns>Where the driver is and whom the node trusts.</returns>
    public override string ToString() => $"RemoteNodeOptions {{ Driver = {Driver}, Trust = {Trust ?? "authorities"} }}";

    internal IEnumerable<string> Problems()
    {
        if (Driver is not { IsAbsoluteUri: true, Scheme: "https", PathAndQuery: "/", UserInfo: "", Fragment: "" })
            yield return "Driver is not https://host:port and nothing else; there is no plain HTTP";
        if (Secrets.TokenProblem(Token) is { } problem) yield return problem;
        if (Trust is not null && DriverTrust.ParseFingerprint(Trust) is null) yield return $"Trust is '{Trust}', expected sha256: and " +
            $"64 hexadecimal digits";
        if (Trust is not null && Authorities is not null) yield return "Trust and Authorities exclude each other";
        if (Authorities is { Count: 0 }) yield return "Authorities is empty";
        if (Certificate is { HasPrivateKey: false }) yield return "Certificate has no private key";
        if (FirstRetry <= TimeSpan.Zero) yield return $"FirstRetry is {FirstRetry}, expected more than 0";
        if (LongestRetry < FirstRetry) yield return $"LongestRetry is {LongestRetry}, expected at least FirstRetry";
        if (RequestTimeout <= TimeSpan.Zero) yield return $"RequestTimeout is {RequestTimeout}, expected more than 0";
        if (MaxChunkBytes < 1) yield return $"MaxChunkBytes is {MaxChunkBytes}, expected at least 1";
    }
}
