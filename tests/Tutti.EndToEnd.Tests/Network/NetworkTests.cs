using System.Diagnostics;
using System.Text.RegularExpressions;
using Tutti.TestKit;

namespace Tutti.EndToEnd.Tests.Network;

/// <summary>Several machines: what goes over the network between them, and what remains when one is unplugged.</summary>
public sealed partial class NetworkTests(NetworkCluster cluster) : IClassFixture<NetworkCluster>, IDisposable
{
    private static readonly TimeSpan LongestVerdict = TimeSpan.FromSeconds(5);

    // Ranks share the cores of whatever machine the tests run on, which the model does not know; docs/SCALING.md has what was measured.
    private const double Tolerance = 0.4;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Train_ThreeMachines_EndsWithTheBitsOfOneThreadAndLessTrafficByMachine()
    {
        var byMachine = await TrafficOfAsync([]);
        var byRank = await TrafficOfAsync(["--transport", "tcp"]);

        Assert.InRange(byMachine, 1, byRank * 3 / 4);
    }

    [Fact]
    public async Task Train_BeyondLoopback_IsEncrypted()
    {
        using var network = new PacketCapture(NetworkCluster.AddressPrefix);
        using var loopback = new PacketCapture("127.0.0.");

        await TrafficOfAsync([]);
        (await TuttiProcess.RunAsync(
            folder.Path, ShortTraining.Arguments(2, "--isolation", "process", "--transport", "tcp", "--workers", "2"))).Expect(0);

        Assert.InRange(network.Packets, 100, int.MaxValue);
        Assert.InRange(network.EncryptedRecords, 1, int.MaxValue);
        Assert.Equal(0, network.PlainHeaders);
        // The control: messages in the clear are seen where they are allowed.
        Assert.InRange(loopback.PlainHeaders, 1, int.MaxValue);
    }

    [Theory, InlineData(2, "mlp"), InlineData(3, "mlp"), InlineData(3, "cnn")]
    public async Task Train_Explained_TakesAboutAsLongAsPredicted(int machines, string model)
    {
        var ranks = cluster.StartOneEach(machines, folder.Path, [
            "train", "--model", model, "--epochs", "1", "--batch-size", "96", "--threads", "1", "--explain", "--json", "--quiet",
        ]);
        try
        {
            var outcomes = await Task.WhenAll(ranks.Select(rank => rank.WaitAsync()));

            Assert.All(outcomes, outcome => outcome.Expect(0));
            TestContext.Current.TestOutputHelper!.WriteLine(outcomes[0].Error);
            Assert.Contains($"links of {machines} ranks: latency ", outcomes[0].Error, StringComparison.Ordinal);
            Assert.Contains("chosen: ", outcomes[0].Error, StringComparison.Ordinal);
            var buckets = outcomes[0].Json.GetProperty("buckets");
            var (predicted, measured) = (buckets.GetProperty("predictedStepSeconds").GetDouble(), buckets.GetProperty("measuredStepSeconds").GetDouble());
            Assert.InRange(predicted, (1 - Tolerance) * measured, (1 + Tolerance) * measured);
        }
        finally
        {
            foreach (var rank in ranks) rank.Dispose();
        }
    }

    [Fact]
    public async Task Train_MachineUnplugged_EveryRankHasAVerdictWithTheLostRanks()
    {
        var ranks = cluster.Start(folder.Path, ["train", "--model", "mlp", "--epochs", "100000", "--batch-size", "1000", "--shards", "5", "--json"]);
        try
        {
            await ranks[0].WaitForErrorAsync("epoch 2/");
            var start = Stopwatch.GetTimestamp();
            await cluster.UnplugAsync(2);
            var verdicts = await Task.WhenAll(ranks.Select(async rank =>
            {
                await rank.WaitForErrorAsync("The group is now faulted");
                return Stopwatch.GetElapsedTime(start);
            }));
            var outcomes = await Task.WhenAll(ranks.Select(rank => rank.WaitAsync()));

            Assert.All(verdicts, time => Assert.InRange(time, TimeSpan.Zero, LongestVerdict));
            Assert.All(outcomes, outcome => outcome.Expect(1));
            foreach (var rank in new[] { 0, 1, 4 }) Assert.True(LostWithItsNeighbour().IsMatch(outcomes[rank].Error), outcomes[rank].Error);
            // The other side of the cut knows only that it is alone.
            foreach (var rank in new[] { 2, 3 })
                Assert.Contains($"the coordinator in rank 0's process at {NetworkCluster.AddressPrefix}1:{NetworkCluster.Port} is lost", outcomes[rank].Error, StringComparison.Ordinal);
        }
        finally
        {
            foreach (var rank in ranks) rank.Dispose();
            await cluster.PlugAsync(2);
        }
    }

    /// <summary>One training on all machines; the bytes that their cables carried for it.</summary>
    private async Task<long> TrafficOfAsync(string[] flags)
    {
        var before = cluster.BytesSent;
        var ranks = cluster.Start(folder.Path, ShortTraining.Arguments(5, flags));
        try
        {
            var outcomes = await Task.WhenAll(ranks.Select(rank => rank.WaitAsync()));
            Assert.All(outcomes, outcome => outcome.Expect(0));
            await ShortTraining.CheckAsync(outcomes[0], 5, NetworkCluster.RankCount, "tcp");
            return cluster.BytesSent - before;
        }
        finally
        {
            foreach (var rank in ranks) rank.Dispose();
        }
    }

    // Whose lease runs out first is chance.
    [GeneratedRegex(@"rank (2|3) of 5 is lost.*, nor from rank (2|3) for")]
    private static partial Regex LostWithItsNeighbour();
}
