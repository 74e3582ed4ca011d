using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tutti.TestKit;

namespace Tutti.Server.Tests;

/// <summary>An authority of a test's own, which signs certificates for localhost.</summary>
internal sealed class TestAuthority
{
    private readonly X509Certificate2 authority;

    internal TestAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }

    internal X509Certificate2Collection Certificates => [authority];

    /// <summary>Writes the certificate of the authority, PEM.</summary>
    internal string Save(TemporaryFolder folder, string name)
    {
        File.WriteAllText(folder[name], authority.ExportCertificatePem());
        return folder[name];
    }

    /// <summary>Writes a certificate and its key, PEM.</summary>
    internal (string Certificate, string Key) Issue(TemporaryFolder folder, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddDnsName("localhost");
        alternatives.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(alternatives.Build());
        using var issued = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(folder[name + ".pem"], issued.ExportCertificatePem());
        File.WriteAllText(folder[name + ".key"], key.ExportPkcs8PrivateKeyPem());
        return (folder[name + ".pem"], folder[name + ".key"]);
    }
}
