using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tutti.Distributed.Ensembles.Remote;

namespace Tutti.Server.Security;

/// <summary>What a listener shows of itself: a certificate with its private key, and what others need to trust it. Disposes both.</summary>
public sealed class ServerCertificate : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(397), ClockSkew = TimeSpan.FromHours(1);

    private ServerCertificate(X509Certificate2 certificate, X509Certificate2Collection chain, bool isSelfSigned) =>
        (Certificate, Chain, IsSelfSigned) = (certificate, chain, isSelfSigned);

    /// <summary><c>sha256:</c> and 64 hexadecimal digits, for clients that trust this certificate only.</summary>
    public string Fingerprint => DriverTrust.Fingerprint(Certificate);

    /// <summary>Whether it was made here, so that clients can trust it by its fingerprint only.</summary>
    public bool IsSelfSigned { get; }

    internal X509Certificate2 Certificate { get; }

    internal X509Certificate2Collection Chain { get; }

    /// <summary>Reads a certificate and its key.</summary>
    /// <param name="certificate">A PEM file: the certificate, then those that lead to its authority.</param>
    /// <param name="key">A PEM file with its private key, not encrypted.</param>
    /// <returns>The certificate.</returns>
    /// <exception cref="InvalidDataException">The files hold something else, or the key is another one's.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ServerCertificate Load(string certificate, string key)
    {
        var own = PemFiles.LoadWithKey(certificate, key);
        var chain = PemFiles.LoadAll(certificate);
        return new ServerCertificate(own, [.. chain.Skip(1)], isSelfSigned: false);
    }

    /// <summary>Makes a certificate of its own authority (ECDSA on P-256, valid for 397 days); its key is never written anywhere.</summary>
    /// <param name="names">Further host names or addresses it is for, besides this machine's.</param>
    /// <returns>The certificate; another one, with another fingerprint, each time.</returns>
    public static ServerCertificate CreateSelfSigned(params IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Tutti", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names.Concat(["localhost", Environment.MachineName, "127.0.0.1", "::1"]).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (IPAddress.TryParse(name, out var address)) alternatives.AddIpAddress(address);
            else if (Uri.CheckHostName(name) == UriHostNameType.Dns) alternatives.AddDnsName(name);
        }
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        var now = DateTimeOffset.UtcNow;
        return new ServerCertificate(request.CreateSelfSigned(now - ClockSkew, now + Lifetime), [], isSelfSigned: true);
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose()
    {
        Certificate.Dispose();
        foreach (var link in Chain) link.Dispose();
    }
}
