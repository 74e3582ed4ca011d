using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tutti.Communication.Membership;

/// <summary>
/// The certificate of this process: self-signed, its key never leaves memory. It proves nothing by itself; its digest is part of the
/// challenge that the job's secret answers.
/// </summary>
internal static class EphemeralCertificate
{
    // Making the key takes about 25 ms, so only those who listen beyond loopback do it, once.
    private static readonly Lazy<X509Certificate2> Own = new(Make);

    internal static X509Certificate2 Instance => Own.Value;

    internal static byte[] DigestOf(X509Certificate certificate) => SHA256.HashData(certificate.GetRawCertData());

    private static X509Certificate2 Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=tutti", key, HashAlgorithmName.SHA256);
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddYears(1));
        if (!OperatingSystem.IsWindows()) return certificate;
        // Windows serves TLS only with keys that it has imported.
        using (certificate) return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
