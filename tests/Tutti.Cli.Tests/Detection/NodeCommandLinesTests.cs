using System.Net;
using Tutti.Cli.Detection;
using Tutti.Distributed.Ensembles;
using Tutti.Server.Ensembles;
using Tutti.Server.Security;

namespace Tutti.Cli.Tests.Detection;

public sealed class NodeCommandLinesTests
{
    private static readonly EnsembleManifest Manifest = new([new ManifestMember("a", "first.safetensors", "v1", TrainingSamples: 1234, ValidationScore: 0.5)]);

    [Fact]
    public async Task Create_ForASelfSignedDriver_SaysAllThatANodeNeeds()
    {
        await WithHubAsync(IPAddress.Loopback, hub =>
        {
            var lines = NodeCommandLines.Create(hub, isSelfSigned: true, needsCertificate: true, ["a", "b"], Manifest, Combination.Mean).ToArray();

            var port = hub.Address.Port;
            Assert.Equal(
                [
                    $"tutti detect node --driver https://127.0.0.1:{port} --model first.safetensors --name a --token-file token " +
                        $"--trust {hub.Fingerprint} --client-certificate node.pem --client-key node.key",
                    $"tutti detect node --driver https://127.0.0.1:{port} --model member.safetensors --name b --token-file token " +
                        $"--trust {hub.Fingerprint} --client-certificate node.pem --client-key node.key",
                ], lines);
        });
    }

    [Fact]
    public async Task Create_ForADriverAtAllAddresses_NamesTheMachineAndWhatTheCombinationNeeds()
    {
        await WithHubAsync(IPAddress.Any, hub =>
        {
            string Line(Combination combination, string name = "a") =>
                NodeCommandLines.Create(hub, isSelfSigned: false, needsCertificate: false, [name], Manifest, combination).Single();

            Assert.Equal($"https://{Environment.MachineName}:{hub.Address.Port}", NodeCommandLines.AddressOf(hub), ignoreCase: true);
            Assert.EndsWith("--token-file token", Line(Combination.Median), StringComparison.Ordinal);
            Assert.EndsWith("--token-file token --training-samples 1234", Line(Combination.WeightedBySize), StringComparison.Ordinal);
            Assert.EndsWith("--token-file token --validation-score 0.5", Line(Combination.WeightedByValidation), StringComparison.Ordinal);
            Assert.EndsWith("--training-samples N", Line(Combination.WeightedBySize, "b"), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Create_ForManyNodes_ShowsTheFirst()
    {
        await WithHubAsync(IPAddress.Loopback, hub =>
        {
            string[] names = [.. Enumerable.Range(0, 20).Select(number => $"n{number}")];

            var lines = NodeCommandLines.Create(hub, isSelfSigned: false, needsCertificate: false, names, manifest: null, Combination.Mean).ToArray();

            Assert.Equal((17, "… and so on for 4 more"), (lines.Length, lines[^1]));
        });
    }

    private static async Task WithHubAsync(IPAddress address, Action<EnsembleHub> test)
    {
        using var certificate = ServerCertificate.CreateSelfSigned();
        var options = new EnsembleHubOptions { Certificate = certificate, Tokens = NodeTokens.Parse("a token-of-a-0123456789"), Address = address };
        await using var hub = await EnsembleHub.StartAsync(options, _ => { }, TestContext.Current.CancellationToken);
        test(hub);
    }
}
