using System.Net;
using System.Security.Cryptography.X509Certificates;
using Tutti.Server.Security;
using Tutti.Tensors;

namespace Tutti.Server.Ensembles;

/// <summary>Where an <see cref="EnsembleHub"/> listens, whom it lets in, and how long it waits.</summary>
public sealed record EnsembleHubOptions
{
    /// <summary>What it shows of itself; stays the caller's.</summary>
    public required ServerCertificate Certificate { get; init; }

    /// <summary>Who may join with which token.</summary>
    public required NodeTokens Tokens { get; init; }

    /// <summary>The address of this machine to listen at. Default: all of IPv4.</summary>
    public IPAddress Address { get; init; } = IPAddress.Any;

    /// <summary>The port, 0 … 65535. Default: 0, a free one.</summary>
    public int Port { get; init; }

    /// <summary>Mutual TLS: the authorities one of which must have signed a node's certificate. Default: null, nodes need none.</summary>
    public X509Certificate2Collection? ClientAuthorities { get; init; }

    /// <summary>The version that each node's model must have, by name, as the ensemble's manifest lists them; no other node may join.
    /// Default: null, any node with a token and any version, which it must keep.</summary>
    public IReadOnlyDictionary<string, string>? ExpectedVersions { get; init; }

    /// <summary>The shape of samples that nodes must take. Default: null, any.</summary>
    public Shape? SampleShape { get; init; }

    /// <summary>The most nodes at once, at least 1. Default: 64.</summary>
    public int MaxNodes { get; init; } = 64;

    /// <summary>The largest chunk that is sent, in bytes as it travels, 1 … 2³¹ − 1. Default: 64 MB.</summary>
    public int MaxChunkBytes { get; init; } = 64_000_000;

    /// <summary>How long a node's question for work stays open before it is answered with "nothing"; 1 ms to 1 h. Default: 20 s.</summary>
    public TimeSpan PollTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a node may have no question open until it is lost; more than 0. A connection that breaks is noticed at once.
    /// Default: 10 s.</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The deadline for a request's body to come in whole; more than 0. Default: 1 min.</summary>
    public TimeSpan BodyTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Told one line whenever a node joins, leaves, is lost or is refused; from any thread. Default: null.</summary>
    public Action<string>? Notice { get; init; }

    /// <summary>What time it is. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal void ThrowIfInvalid()
    {
        var problems = new List<string>();
        if (Certificate is null) problems.Add("Certificate is missing");
        if (Tokens is null) problems.Add("Tokens is missing");
        if (Address is null) problems.Add("Address is missing");
        if (Port is < 0 or > 65535) problems.Add($"Port is {Port}, expected 0 to 65535");
        if (ClientAuthorities is { Count: 0 }) problems.Add("ClientAuthorities is empty");
        if (SampleShape is { ElementCount: < 1 } shape) problems.Add($"SampleShape is {shape}, expected at least one element");
        if (MaxNodes < 1) problems.Add($"MaxNodes is {MaxNodes}, expected at least 1");
        if (MaxChunkBytes < 1) problems.Add($"MaxChunkBytes is {MaxChunkBytes}, expected at least 1");
        if (PollTime < TimeSpan.FromMilliseconds(1) || PollTime > TimeSpan.FromHours(1)) problems.Add($"PollTime is {PollTime}, " +
            $"expected 1 ms to 1 h");
        if (LostAfter <= TimeSpan.Zero) problems.Add($"LostAfter is {LostAfter}, expected more than 0");
        if (BodyTimeout <= TimeSpan.Zero) problems.Add($"BodyTimeout is {BodyTimeout}, expected more than 0");
        if (problems.Count > 0) throw new ArgumentException($"EnsembleHub: the options do not fit. {string.Join("; ", problems)}.", "options");
    }
}
