using Tutti.Cli.Detection;
using Tutti.Distributed.Ensembles;
using Tutti.Learning.Data;
using Tutti.Learning.Detection;
using Tutti.TestKit;

namespace Tutti.Cli.Tests.Detection;

public sealed class LocalMembersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Members_OfWhichOneIsLate_GiveErrorsOfAll()
    {
        var manifest = await PartitionEnsemble.TrainAsync(
            new() { Folder = folder.Path, MemberCount = 2, Workers = new() { Workers = 1 } }, Train, 7, cancellation: Test);
        var members = LocalMembers.Load(folder.Path);
        await using var driver = new EnsembleDriver(new() { ExpectedVersions = manifest.Versions });
        var nodes = members.CreateNodes().ToArray();
        driver.Add(nodes[0]);
        // A member that has answered some of what it was asked, and is late with the rest.
        await nodes[1].AnswerAsync(new SampleChunk([8], new float[3 * 8]), Test);
        driver.Add(new FailingNode(nodes[1]));
        var samples = Waves(9);
        var answer = await driver.ScoreAsync(samples, cancellation: Test);

        members.TakeBack(answer);

        Assert.Equal([true, false], answer.Nodes.Select(node => node.Spoke));
        IAnomalyDetector[] alone = [.. manifest.Members.Select(member => EnsembleFolder.Load(folder.Path, member))];
        Assert.Equal(alone[0].PValues(samples), answer.Values);
        Assert.Equal(alone[0].Score(samples).Zip(alone[1].Score(samples), (one, other) => one / 2 + other / 2), members.MeanErrors(samples));
        Assert.Equal(alone.SelectMany(detector => detector.Calibration.Scores), members.CalibrationErrors);
        Assert.Equal(8, members.Reconstruct(samples, 4).Length);
    }

    private static TrainedMember Train(MemberPlace place, int seed) =>
        new(PcaDetector.Fit(Waves(seed + place.Member), new PcaDetectorOptions { ComponentCount = 2 }), 40);

    private static ClassificationDataset Waves(int seed)
    {
        var random = new Random(seed);
        float[] values = [.. Enumerable.Range(0, 8 * 40).Select(i => (float)(Math.Sin(i % 8) + random.NextDouble()))];
        return ClassificationDataset.FromFloats("waves", values, new byte[40], [8], ["only"], Standardization.None);
    }

    private sealed class FailingNode(IEnsembleNode node) : IEnsembleNode
    {
        public NodeFacts Facts => node.Facts;

        public Task<double[]> AnswerAsync(SampleChunk chunk, CancellationToken cancellation) => throw new NodeException("late");

        public ValueTask DisposeAsync() => node.DisposeAsync();
    }
}
