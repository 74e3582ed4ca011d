using System.Net;
using System.Security.Cryptography.X509Certificates;
using Tutti.Distributed.Ensembles;
using Tutti.Server.Security;

namespace Tutti.Cli.Detection;

/// <summary>For which nodes elsewhere <c>tutti detect</c> waits, and where.</summary>
internal sealed record RemoteRequest
{
    public required int Count { get; init; }

    public required IPEndPoint Listen { get; init; }

    public required NodeTokens Tokens { get; init; }

    /// <summary>What the driver shows of itself; null: what is made at the start.</summary>
    public ServerCertificate? Certificate { get; init; }

    /// <summary>The authorities that must have signed nodes' certificates; null: nodes need none.</summary>
    public X509Certificate2Collection? ClientAuthorities { get; init; }

    /// <summary>How long nodes may take to join.</summary>
    public required TimeSpan Wait { get; init; }

    /// <summary>The names that can join: those with a token, and of them those of the ensemble if it is known.</summary>
    internal IReadOnlyList<string> Names(EnsembleManifest? manifest) =>
        manifest is null ? Tokens.Names : [.. Tokens.Names.Where(manifest.Versions.ContainsKey)];

    /// <exception cref="InputException">So many nodes cannot come; all problems are listed.</exception>
    internal void ThrowIfImpossible(int minimumNodes, EnsembleManifest? manifest)
    {
        var problems = new List<string>();
        if (minimumNodes > Count)
            problems.Add($"--minimum-nodes: more than are waited for. Got {minimumNodes}, and --nodes {Count}. Expected at most as many.");
        if (Count > manifest?.Members.Count)
            problems.Add(
                $"--nodes: more than the ensemble has members. Got {Count}. Expected at most {manifest.Members.Count}, as {EnsembleManifest.FileName} says.");
        else if (Names(manifest).Count < Count)
            problems.Add(
                $"--nodes: more than have a token. Got {Count}, and tokens for {Join(Names(manifest))}" +
                $"{(manifest is null ? "" : $" of the ensemble's {Join([.. manifest.Versions.Keys.Order(StringComparer.Ordinal)])}")}. " +
                "Expected a token for each. Add lines to the file of --token-file, or wait for fewer.");
        if (problems.Count > 0) throw new InputException(problems);
    }

    private static string Join(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);
}
