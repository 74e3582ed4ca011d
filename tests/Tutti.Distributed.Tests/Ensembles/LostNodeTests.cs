using System.Diagnostics;
using Tutti.Communication;
using Tutti.Distributed.Elastic;
using Tutti.Distributed.Ensembles;
using Tutti.Learning.Metrics;
using Tutti.TestKit;

namespace Tutti.Distributed.Tests.Ensembles;

/// <summary>One of four node processes dies by SIGKILL while it answers.</summary>
public sealed class LostNodeTests(ITestOutputHelper output) : IDisposable
{
    private const int NodeCount = 4, Victim = 2;

    // 256 of the 1,000 samples a chunk: the victim dies in the second chunk of its second answer.
    private const int ChunkBytes = 256 * 140 * sizeof(float), FatalQuestion = 6;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(TransportKind.SharedMemory)]
    [InlineData(TransportKind.Tcp)]
    public async Task ScoreAsync_ANodeIsKilledDuringInference_AnswersInTimeSaysSoAndIsHardlyWorse(TransportKind transport)
    {
        var settings = new Ecg5000Members.Settings(TestData.Folder("ecg5000"));
        var test = TestContext.Current.CancellationToken;
        await PartitionEnsemble.TrainAsync(
            new() { Folder = folder.Path, MemberCount = NodeCount }, Ecg5000Members.Train, settings, cancellation: test);

        var report = await SurvivingJob.RunAsync<Plan, Report>(
            NodeCount + 1, transport, DriveOrServeAsync, new Plan(folder.Path, settings), test);

        output.WriteLine($"{transport}: {report}");
        Assert.Equal("4 of 4 nodes spoke (100 % of the weight)", report.Before);
        Assert.StartsWith("3 of 4 nodes spoke (75 % of the weight); left out: member-1 ('member-1' is lost. ", report.After, StringComparison.Ordinal);
        Assert.Contains("SIGKILL", report.After, StringComparison.Ordinal);
        Assert.InRange(report.Seconds, 0, Deadline.TotalSeconds);
        Assert.InRange(report.AucBefore, 0.95, 1);
        Assert.InRange(report.AucBefore - report.AucAfter, -1, 0.02);
        Assert.StartsWith("3 of 4 nodes spoke", report.Next, StringComparison.Ordinal);
    }

    private static async Task<Report> DriveOrServeAsync(World world, Plan plan)
    {
        var elastic = new ElasticWorld(world);
        try
        {
            if (world.Rank > 0) await ServeAsync(elastic, plan);
            return world.Rank > 0 ? new Report() : await DriveAsync(elastic, plan);
        }
        finally
        {
            elastic.Current.Group.Dispose();
        }
    }

    private static async Task ServeAsync(ElasticWorld world, Plan plan)
    {
        var rank = world.Current.Rank;
        var member = EnsembleManifest.Read(plan.Ensemble).Members[rank - 1];
        await using var node = new DetectorNode(member.Name, EnsembleFolder.Load(plan.Ensemble, member));
        await RankNodes.ServeAsync(world, rank == Victim ? new DyingNode(node) : node);
    }

    private static async Task<Report> DriveAsync(ElasticWorld world, Plan plan)
    {
        var (_, samples, labels) = Ecg5000Members.Split(plan.Settings);
        await using var ranks = await RankNodes.ConnectAsync(world);
        await using var driver = new EnsembleDriver(new() { Deadline = Deadline, ChunkBytes = ChunkBytes });
        foreach (var node in ranks.Nodes) driver.Add(node);
        var before = await driver.ScoreAsync(samples);
        var after = await driver.ScoreAsync(samples);
        var next = await driver.ScoreAsync(samples);
        return new Report(
            before.ToString(), after.ToString(), after.Elapsed.TotalSeconds, Auc(labels, before), Auc(labels, after),
            next.ToString());
    }

    private static double Auc(long[] labels, EnsembleAnswer answer) =>
        Ranking.RocAuc<double>(labels, [.. answer.Values.Select(value => -value)]);

    private sealed record Plan(string Ensemble, Ecg5000Members.Settings Settings);

    private sealed record Report(
        string Before = "", string After = "", double Seconds = 0, double AucBefore = 0, double AucAfter = 0, string Next = "");

    private sealed class DyingNode(IEnsembleNode node) : IEnsembleNode
    {
        private int questions;

        public NodeFacts Facts => node.Facts;

        public Task<double[]> AnswerAsync(SampleChunk chunk, CancellationToken cancellation)
        {
            if (++questions == FatalQuestion) Process.GetCurrentProcess().Kill();
            return node.AnswerAsync(chunk, cancellation);
        }

        public ValueTask DisposeAsync() => node.DisposeAsync();
    }
}
