using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tutti.Distributed.Ensembles.Remote;

/// <summary>Whether the certificate that answers is the driver's.</summary>
internal sealed class DriverTrust
{
    internal const string Prefix = "sha256:";

    private readonly byte[]? pinned;
    private readonly X509Certificate2Collection? authorities;

    internal DriverTrust(RemoteNodeOptions options) =>
        (pinned, authorities) = (options.Trust is { } trust ? ParseFingerprint(trust) : null, options.Authorities);

    /// <summary>Why the last certificate was refused.</summary>
    internal string? Problem { get; private set; }

    internal static string Fingerprint(X509Certificate certificate) =>
        Prefix + Convert.ToHexStringLower(SHA256.HashData(certificate.GetRawCertData()));

    internal static byte[]? ParseFingerprint(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return null;
        var digits = text[Prefix.Length..].Replace(":", "", StringComparison.Ordinal);
        return digits.Length == 2 * SHA256.HashSizeInBytes && digits.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digits) : null;
    }

    internal bool Accepts(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Problem = Judge(certificate, chain, errors);
        return Problem is null;
    }

    private string? Judge(X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
    {
        if (shown is null) return "it shows no certificate";
        if (pinned is not null)
            return CryptographicOperations.FixedTimeEquals(pinned, SHA256.HashData(shown.GetRawCertData())) ? null
                : $"its certificate is another one. Got {Fingerprint(shown)}. Expected {Prefix}{Convert.ToHexStringLower(pinned)}";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) return $"its certificate is for another name. Got " +
            $"{shown.Subject}";
        if (authorities is null) return errors == SslPolicyErrors.None ? null : $"no authority that the system trusts signed its " +
            $"certificate {Fingerprint(shown)}";
        using var own = new X509Chain
        {
            ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
        };
        own.ChainPolicy.CustomTrustStore.AddRange(authorities);
        if (chain is not null)
            foreach (var link in chain.ChainElements) own.ChainPolicy.ExtraStore.Add(link.Certificate);
        using var leaf = X509CertificateLoader.LoadCertificate(shown.GetRawCertData());
        return own.Build(leaf) ? null
            : $"none of the given authorities signed its certificate {Fingerprint(shown)}: {string.Join(", ", own.ChainStatus.Select(status => status.Status))}";
    }
}
