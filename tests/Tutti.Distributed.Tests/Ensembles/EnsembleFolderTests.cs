using Tutti.Distributed.Ensembles;
using Tutti.TestKit;

namespace Tutti.Distributed.Tests.Ensembles;

public sealed class EnsembleFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task LoadNodes_OfATrainedEnsemble_ScoreAsItsMembersDo()
    {
        var manifest = await TrainAsync();
        await using var driver = new EnsembleDriver(new() { ExpectedVersions = manifest.Versions, Combination = Combination.WeightedBySize });
        foreach (var node in EnsembleFolder.LoadNodes(folder.Path)) driver.Add(node);
        var samples = SmallMembers.Samples(9, 1);

        var answer = await driver.ScoreAsync(samples, cancellation: Test);

        var p = manifest.Members.Select(member => EnsembleFolder.Load(folder.Path, member).PValues(samples)).ToArray();
        Assert.All(Enumerable.Range(0, samples.Count), i => Assert.Equal((20 * p[0][i] + 21 * p[1][i]) / 41, answer.Values[i], 12));
        Assert.Equal([20, 21], driver.Nodes.Select(node => node.TrainingSamples));
        Assert.Equal([0.5, 0.6], driver.Nodes.Select(node => node.ValidationScore!.Value));
    }

    [Fact]
    public async Task LoadNodes_AMemberIsAnother_NamesIt()
    {
        await TrainAsync();
        File.Copy(folder["member-0.safetensors"], folder["member-1.safetensors"], overwrite: true);

        var failure = Assert.Throws<MemberException>(() => EnsembleFolder.LoadNodes(folder.Path));

        Assert.StartsWith("Ensemble: 'member-1' has another model. Got version ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadNodes_AMemberIsGone_NamesIt()
    {
        await TrainAsync();
        File.Delete(folder["member-1.safetensors"]);

        var failure = Assert.Throws<MemberException>(() => EnsembleFolder.LoadNodes(folder.Path));

        Assert.StartsWith("Ensemble: 'member-1' cannot be loaded.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadNodes_AMemberMayNotBeRead_NamesIt()
    {
        await TrainAsync();
        File.Delete(folder["member-1.safetensors"]);
        Directory.CreateDirectory(folder["member-1.safetensors"]); // access is denied, whoever asks

        var failure = Assert.Throws<MemberException>(() => EnsembleFolder.LoadNodes(folder.Path));

        Assert.StartsWith("Ensemble: 'member-1' cannot be loaded.", failure.Message, StringComparison.Ordinal);
    }

    private Task<EnsembleManifest> TrainAsync() => PartitionEnsemble.TrainAsync(
        new() { Folder = folder.Path, MemberCount = 2, Workers = new() { Workers = 1 } }, SmallMembers.Train,
        new SmallMembers.Settings(folder.Path), cancellation: Test);
}
