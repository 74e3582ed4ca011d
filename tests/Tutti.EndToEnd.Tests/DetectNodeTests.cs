using Tutti.Distributed.Ensembles;
using Tutti.Learning.Data;
using Tutti.Learning.Detection;
using Tutti.Server.Ensembles;
using Tutti.Server.Security;
using Tutti.TestKit;

namespace Tutti.EndToEnd.Tests;

/// <summary><c>tutti detect node</c> as processes of their own, joined to a driver over HTTPS.</summary>
public sealed class DetectNodeTests : IAsyncDisposable
{
    private const string TokenA = "token-of-node-a-0123456789", TokenB = "token-of-node-b-0123456789";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder = new();
    private readonly ServerCertificate certificate = ServerCertificate.CreateSelfSigned();

    public ValueTask DisposeAsync()
    {
        certificate.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Nodes_OneOfThemKilledDuringInference_AreAnsweredWithoutIt()
    {
        var detector = Save();
        await using var driver = new EnsembleDriver(new EnsembleDriverOptions { Deadline = Deadline, ChunkBytes = 4 * 8 * 16 });
        await using var hub = await StartHubAsync(driver);
        using var a = Node(hub, "a", TokenA);
        using var b = Node(hub, "b", TokenB);
        await hub.WaitForNodesAsync(2, Deadline);
        var killed = new TaskCompletionSource();
        var progress = new Telling(async () =>
        {
            await b.KillAsync();
            killed.TrySetResult();
        });

        var samples = Waves(20_000, 2);
        var answer = await driver.ScoreAsync(samples, progress);
        await killed.Task.WaitAsync(Deadline);

        Assert.Equal(["a", "b"], answer.Nodes.Select(node => node.Name));
        Assert.True(answer.Nodes[0].Spoke, answer.Nodes[0].Problem);
        Assert.Contains("'b'", answer.Nodes[1].Problem, StringComparison.Ordinal);
        Assert.Contains("connection broke", answer.Nodes[1].Problem, StringComparison.Ordinal);
        Assert.Equal(detector.PValues(samples), answer.Values);
        Assert.InRange(answer.Elapsed, TimeSpan.Zero, Deadline);
        Assert.Equal(["a"], hub.Nodes.Select(node => node.Facts.Name));
    }

    [Fact]
    public async Task Node_Interrupted_LeavesInGoodOrderAndEndsWith130()
    {
        Save();
        await using var driver = new EnsembleDriver();
        await using var hub = await StartHubAsync(driver);
        using var node = Node(hub, "a", TokenA, "--json");
        await hub.WaitForNodesAsync(1, Deadline);
        await driver.ScoreAsync(Waves(3, 1));
        await node.WaitForErrorAsync("joined");

        await node.InterruptAsync();
        var outcome = (await node.WaitAsync()).Expect(130);

        Assert.Contains("left localhost", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(3, outcome.Json.GetProperty("samples").GetInt64());
        Assert.Equal("a", outcome.Json.GetProperty("name").GetString());
        Assert.Empty(hub.Nodes);
        Assert.DoesNotContain(TokenA, outcome.Error + outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_Refused_EndsWith2AndTheReason()
    {
        Save();
        await using var driver = new EnsembleDriver();
        await using var hub = await StartHubAsync(driver);

        using var wrongToken = Node(hub, "a", TokenB);
        Assert.Contains("the token is not that of the node", (await wrongToken.WaitAsync()).Expect(2).Error, StringComparison.Ordinal);
        using var wrongTrust = Node(hub, "a", TokenA, "--trust", "sha256:" + new string('0', 64));
        Assert.Contains("is not trusted", (await wrongTrust.WaitAsync()).Expect(2).Error, StringComparison.Ordinal);
    }

    private async Task<EnsembleHub> StartHubAsync(EnsembleDriver driver) => await EnsembleHub.StartAsync(
        new EnsembleHubOptions { Certificate = certificate, Tokens = NodeTokens.Parse($"a {TokenA}\nb {TokenB}") }, driver.Add);

    private TuttiProcess Node(EnsembleHub hub, string name, string token, params string[] flags)
    {
        string[] trust = flags.Contains("--trust") ? [] : ["--trust", hub.Fingerprint];
        return TuttiProcess.StartWith(
            folder.Path, new Dictionary<string, string> { ["TUTTI_TOKEN"] = token },
            ["detect", "node", "--driver", hub.Address.ToString(), "--model", "member.safetensors", "--name", name, .. trust, .. flags]);
    }

    private PcaDetector Save()
    {
        var detector = PcaDetector.Fit(Waves(200, 0), new PcaDetectorOptions { ComponentCount = 2 });
        detector.Save(folder["member.safetensors"]);
        return detector;
    }

    private static ClassificationDataset Waves(int count, int seed)
    {
        var random = new Random(seed);
        float[] values = [.. Enumerable.Range(0, 8 * count).Select(i => (float)(Math.Sin(i % 8) + random.NextDouble()))];
        return ClassificationDataset.FromFloats("waves", values, new byte[count], [8], ["only"], Standardization.None);
    }

    /// <summary>Does something once, when the first chunk was answered, and holds the node's next chunk back until it is done.</summary>
    private sealed class Telling(Func<Task> act) : IProgress<EnsembleProgress>
    {
        private int isDone;

        public void Report(EnsembleProgress value)
        {
            if (Interlocked.Exchange(ref isDone, 1) == 0) _ = Task.Run(act);
        }
    }
}
