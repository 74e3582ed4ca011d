using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Tutti.EndToEnd.Tests;

/// <summary><c>tutti detect --nodes</c> and the nodes that it asks, each as a process of its own, in a folder that has only its files.</summary>
public sealed class DetectNodesTests(TrainedEnsemble trained) : IClassFixture<TrainedEnsemble>
{
    private const int ErrorColumn = 10;

    [Fact]
    public async Task Nodes_AllThere_GiveTheValuesOfTheMembersOnOneMachine()
    {
        (await TuttiProcess.RunAsync(trained.Path, "detect", trained.Recording, "--ensemble", trained.Ensemble, "--out", "here", "--quiet")).Expect(0);
        var folder = trained.CreateDriver("all");
        using var driver = Drive(folder, "--json");
        await driver.WaitForErrorAsync("--name member-2");
        using var first = Join(driver, folder, 0);
        using var second = Join(driver, folder, 1);
        using var wrong = Join(driver, folder, 2, model: 0);
        Assert.Contains("has another model", (await wrong.WaitAsync()).Expect(2).Error, StringComparison.Ordinal);
        await driver.WaitForErrorAsync("refused 'member-2'");
        await driver.WaitForErrorAsync("(2 of 3) node");
        var (listening, dialling) = (LibrariesOf(driver), LibrariesOf(first));
        using var third = Join(driver, folder, 2);

        var outcome = (await driver.WaitAsync()).Expect(0);

        Assert.Equal([true, true, true], outcome.Json.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("spoke").GetBoolean()));
        var (here, elsewhere) = (Beats(trained.Path, "here"), Beats(folder, "found"));
        Assert.Equal(here.Select(line => WithoutError(line)), elsewhere.Select(line => WithoutError(line)));
        Assert.All(elsewhere.Skip(1), line => Assert.Equal("", line.Split(',')[ErrorColumn]));
        Assert.Contains("send p-values only", File.ReadAllText(Path.Combine(folder, "found", "report.html")), StringComparison.Ordinal);
        // Only what listens pays for what listening needs.
        Assert.Contains("Microsoft.AspNetCore", listening, StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft.AspNetCore", dialling, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_KilledBeforeItAnswers_IsLeftOutAndNamed()
    {
        var folder = trained.CreateDriver("killed");
        using var driver = Drive(folder, "--json", "--deadline", "100");
        await driver.WaitForErrorAsync("--name member-2");
        using var killed = Join(driver, folder, 1);
        await driver.WaitForErrorAsync("(1 of 3) node 'member-1' joined");
        await killed.PauseAsync();
        using var first = Join(driver, folder, 0);
        using var third = Join(driver, folder, 2);
        await driver.WaitForErrorAsync("(3 of 3)");
        await killed.KillAsync();

        var outcome = (await driver.WaitAsync()).Expect(0);

        var nodes = outcome.Json.GetProperty("nodes").EnumerateArray().ToArray();
        Assert.Equal(["member-0", "member-1", "member-2"], nodes.Select(node => node.GetProperty("name").GetString()));
        Assert.Equal([true, false, true], nodes.Select(node => node.GetProperty("spoke").GetBoolean()));
        Assert.Contains("Node 'member-1' is not there", nodes[1].GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.InRange(outcome.Json.GetProperty("seconds").GetDouble(), 0, 60);
    }

    [Fact]
    public async Task Nodes_ThatNeverCome_AreNamedWithTheReasonAndTheOthersGoOn()
    {
        var folder = trained.CreateDriver("missing");
        SaveCertificate(folder, "driver");
        using var driver = Drive(
            folder, "--node-wait", "15", "--minimum-nodes", "1", "--certificate", "driver.pem", "--certificate-key", "driver.key", "--client-ca", "driver.pem");
        await driver.WaitForErrorAsync("--name member-2");
        using var wrong = Join(driver, folder, 1, model: 2, "--ca", "../driver.pem");
        using var only = Join(driver, folder, 0, model: null, "--ca", "../driver.pem");
        (await wrong.WaitAsync()).Expect(2);

        var outcome = (await driver.WaitAsync()).Expect(0);

        Assert.Contains("going on with 1 of 3 nodes", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("1 of 1 nodes spoke", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("member-1 was refused: Join: 'member-1' has another model", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("member-2 did not join within 0:15 min", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("no errors, no reconstructions", outcome.Output, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "found", "report.json")));
        Assert.Contains("2 of 3 members did not answer", report.RootElement.GetProperty("finding").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_FewerThanTheMinimum_AreAnErrorThatNamesWhoIsMissing()
    {
        var folder = trained.CreateDriver("nobody");
        using var driver = Drive(folder, "--node-wait", "0.1", "--quiet", "--json");

        var outcome = (await driver.WaitAsync()).Expect(1);

        Assert.Contains("too few nodes came. Got 0 of 3 within 0.1 s: member-0 did not join", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(1, outcome.Json.GetProperty("exitCode").GetInt32());
        Assert.False(Directory.Exists(Path.Combine(folder, "found")));
        // Nobody could join a quiet driver who was not told how.
        Assert.Contains("--trust sha256:", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("read", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Driver_InterruptedWhileItWaits_EndsWith130()
    {
        var folder = trained.CreateDriver("interrupted", withManifest: false);
        using var driver = Drive(folder);
        await driver.WaitForErrorAsync("waiting for 3 nodes, at most 1:00 min");

        await driver.InterruptAsync();

        Assert.Contains("no ensemble.json: nodes with any version", (await driver.WaitAsync()).Expect(130).Error, StringComparison.Ordinal);
    }

    private TuttiProcess Drive(string folder, params string[] flags) => TuttiProcess.Start(
        folder, ["detect", trained.Recording, "--nodes", "3", "--listen", "127.0.0.1:0", "--token-file", "tokens", "--out", "found", .. flags]);

    /// <summary>Starts a node with the very line that the driver has shown for it.</summary>
    private TuttiProcess Join(TuttiProcess driver, string folder, int member, int? model = null, params string[] flags)
    {
        var line = driver.Error.Split('\n').Single(line => line.Contains($"--name member-{member} ", StringComparison.Ordinal)).Trim();
        Assert.StartsWith("tutti detect node --driver https://127.0.0.1:", line, StringComparison.Ordinal);
        var site = trained.CreateSite(folder, member, model);
        if (line.Contains("--client-certificate node.pem", StringComparison.Ordinal))
            foreach (var extension in new[] { "pem", "key" }) File.Copy(Path.Combine(folder, $"driver.{extension}"), Path.Combine(site, $"node.{extension}"));
        return TuttiProcess.Start(site, [.. line.Split(' ')[1..], .. flags]);
    }

    // Its own authority, for both sides.
    private static void SaveCertificate(string folder, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(alternatives.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Path.Combine(folder, $"{name}.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, $"{name}.key"), key.ExportPkcs8PrivateKeyPem());
    }

    private static string[] Beats(string folder, string output) => File.ReadAllLines(Path.Combine(folder, output, "beats.csv"));

    private static string WithoutError(string line) => string.Join(',', line.Split(',').Where((_, column) => column != ErrorColumn));

    private static string LibrariesOf(TuttiProcess process) => File.ReadAllText($"/proc/{process.Id}/maps");
}
