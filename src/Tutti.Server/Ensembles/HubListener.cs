using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tutti.Distributed.Ensembles.Remote;

namespace Tutti.Server.Ensembles;

/// <summary>Kestrel with TLS, and with limits for everything a client could make it wait for or keep.</summary>
internal static class HubListener
{
    // Slower than this is a client that holds on to a connection, not one that has a slow link.
    private const double LeastBytesPerSecond = 1000;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>An application that listens only where it is told, whatever the environment or files of settings say.</summary>
    internal static WebApplication Create(EnsembleHubOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime>(new NoLifetime());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            SetLimits(kestrel.Limits, options);
            kestrel.Listen(options.Address, options.Port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.UseHttps(Https(options));
            });
        });
        return builder.Build();
    }

    private static void SetLimits(KestrelServerLimits limits, EnsembleHubOptions options)
    {
        // A node has one question open and gives one answer; the rest is for those that come back while their old connections end.
        limits.MaxConcurrentConnections = 16 + 8L * options.MaxNodes;
        limits.MaxRequestBodySize = RemoteProtocol.MaxJsonBytes;
        limits.MaxRequestHeadersTotalSize = 8 * 1024;
        limits.MaxRequestHeaderCount = 40;
        limits.MaxRequestLineSize = 1024;
        limits.RequestHeadersTimeout = Grace;
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        limits.MinRequestBodyDataRate = new MinDataRate(LeastBytesPerSecond, Grace);
        limits.MinResponseDataRate = new MinDataRate(LeastBytesPerSecond, Grace);
    }

    private static HttpsConnectionAdapterOptions Https(EnsembleHubOptions options)
    {
        var https = new HttpsConnectionAdapterOptions
        {
            ServerCertificate = options.Certificate.Certificate,
            ServerCertificateChain = options.Certificate.Chain,
            SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            HandshakeTimeout = Grace,
        };
        if (options.ClientAuthorities is { } authorities)
        {
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (certificate, chain, _) => IsSignedBy(authorities, certificate, chain);
        }
        return https;
    }

    private static bool IsSignedBy(X509Certificate2Collection authorities, X509Certificate2 certificate, X509Chain? shown)
    {
        using var chain = new X509Chain
        {
            ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
        };
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        if (shown is not null)
            foreach (var link in shown.ChainElements) chain.ChainPolicy.ExtraStore.Add(link.Certificate);
        return chain.Build(certificate);
    }

    // Signals belong to the program that hosts the hub.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
