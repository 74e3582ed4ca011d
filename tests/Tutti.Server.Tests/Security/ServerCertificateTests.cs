using System.Security.Cryptography.X509Certificates;
using Tutti.Server.Security;
using Tutti.TestKit;

namespace Tutti.Server.Tests.Security;

public sealed class ServerCertificateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void CreateSelfSigned_Twice_GivesFingerprintsThatDiffer()
    {
        using var one = ServerCertificate.CreateSelfSigned();
        using var other = ServerCertificate.CreateSelfSigned();

        Assert.Matches("^sha256:[0-9a-f]{64}$", one.Fingerprint);
        Assert.NotEqual(one.Fingerprint, other.Fingerprint);
    }

    [Fact]
    public void CreateSelfSigned_WithNames_IsForThemAndThisMachine()
    {
        using var certificate = ServerCertificate.CreateSelfSigned("driver.example", "192.0.2.1");

        Assert.All(["driver.example", "192.0.2.1", "localhost", "127.0.0.1"], name => Assert.True(certificate.Certificate.MatchesHostname(name), name));
        Assert.False(certificate.Certificate.MatchesHostname("other.example"));
    }

    [Fact]
    public void Load_OfPemFiles_IsTheCertificate()
    {
        var authority = new TestAuthority();
        var (certificate, key) = authority.Issue(folder, "driver");

        using var loaded = ServerCertificate.Load(certificate, key);

        Assert.False(loaded.IsSelfSigned);
        Assert.True(loaded.Certificate.HasPrivateKey);
        Assert.Equal("CN=driver", loaded.Certificate.Subject);
    }

    [Fact]
    public void Load_WithAnotherKey_IsRefused()
    {
        var authority = new TestAuthority();
        var (certificate, _) = authority.Issue(folder, "driver");
        var (_, otherKey) = authority.Issue(folder, "other");

        var refusal = Assert.Throws<InvalidDataException>(() => ServerCertificate.Load(certificate, otherKey));

        Assert.Contains("does not go with its key", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfOtherFiles_IsRefused()
    {
        File.WriteAllText(folder["text"], "no certificate");

        Assert.Throws<InvalidDataException>(() => ServerCertificate.Load(folder["text"], folder["text"]));
        Assert.Throws<FileNotFoundException>(() => ServerCertificate.Load(folder["none"], folder["none"]));
    }
}
