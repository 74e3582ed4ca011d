using System.Globalization;
using Tutti.Distributed.Ensembles;
using Tutti.Server.Ensembles;

namespace Tutti.Cli.Detection;

/// <summary>The command lines that nodes are to be started with, each at its own site.</summary>
internal static class NodeCommandLines
{
    // Whoever has more nodes knows by then how they are started.
    private const int MostLines = 16;

    /// <summary>A line for each name.</summary>
    /// <param name="hub">Where they are to dial.</param>
    /// <param name="isSelfSigned">Whether only its fingerprint makes the driver trusted.</param>
    /// <param name="needsCertificate">Whether nodes must show one.</param>
    /// <param name="names">Who may join.</param>
    /// <param name="manifest">The ensemble, if it is known.</param>
    /// <param name="combination">May need to know how much a member weighs.</param>
    internal static IEnumerable<string> Create(
        EnsembleHub hub, bool isSelfSigned, bool needsCertificate, IReadOnlyList<string> names, EnsembleManifest? manifest, Combination combination)
    {
        foreach (var name in names.Take(MostLines))
        {
            var member = manifest?.Members.FirstOrDefault(member => member.Name == name);
            yield return $"tutti detect node --driver {AddressOf(hub)} --model {member?.File ?? "member.safetensors"} --name {name} --token-file token" +
                (isSelfSigned ? $" --trust {hub.Fingerprint}" : "") +
                (needsCertificate ? " --client-certificate node.pem --client-key node.key" : "") +
                WeightOf(member, combination);
        }
        if (names.Count > MostLines) yield return $"… and so on for {names.Count - MostLines} more";
    }

    // A driver that listens at all addresses calls itself localhost, which others are too.
    internal static string AddressOf(EnsembleHub hub)
    {
        var isHere = hub.Address.Host == "localhost" && Uri.CheckHostName(Environment.MachineName) == UriHostNameType.Dns;
        return (isHere ? new UriBuilder(hub.Address) { Host = Environment.MachineName }.Uri : hub.Address).ToString().TrimEnd('/');
    }

    private static string WeightOf(ManifestMember? member, Combination combination) =>
        combination == Combination.WeightedBySize ? $" --training-samples {(member is { TrainingSamples: > 0 and var count } ? Text(count) : "N")}"
        : combination == Combination.WeightedByValidation ? $" --validation-score {(member?.ValidationScore is { } score ? Text(score) : "SCORE")}"
        : "";

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
