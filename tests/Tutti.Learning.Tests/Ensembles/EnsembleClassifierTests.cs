using Tutti.Learning.Ensembles;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Ensembles;

public sealed class EnsembleClassifierTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Save_ThenLoad_GivesTheSameBitsAndStillKnowsWhatWasSeen()
    {
        foreach (MetaLearner learner in new MetaLearner[] { new LogisticMetaLearner(), new SuperLearner() })
        {
            var data = Blobs.Make(120, 1);
            var options = new StackingOptions { Members = Few.Recipes, FoldCount = 3, MetaLearner = learner };
            var model = (await Stacking.FitAsync(data, 3, options, cancellation: TestContext.Current.CancellationToken)).Model;

            model.Save(folder["stack"]);
            var loaded = Assert.IsType<EnsembleClassifier>(Classifiers.Load(folder["stack"]));

            Assert.Equal(model.Probabilities(Blobs.Make(40, 2)), loaded.Probabilities(Blobs.Make(40, 2)));
            Assert.Equal(model.Members.Select(member => (member.Name, member.Seen.Digest)), loaded.Members.Select(member => (member.Name, member.Seen.Digest)));
            Assert.Throws<LeakException>(() => new SuperLearner().Fit(loaded.Predict(data), data.CopyLabels()));
        }
    }

    [Fact]
    public void Load_OtherRowsBesideAMember_IsRefused()
    {
        var ensemble = Two([1, 1]);
        ensemble.Save(folder["e"]);
        File.Copy(Path.Combine(folder["e"], "member-0.rows.safetensors"), Path.Combine(folder["e"], "member-1.rows.safetensors"), overwrite: true);

        Assert.Contains("the rows that 'b' has seen are not its own",
            Assert.Throws<InvalidDataException>(() => Classifiers.Load(folder["e"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".")] // would be read again without an end
    [InlineData("..")]
    [InlineData("")]
    [InlineData("member-1.safetensors")]
    public void Load_AMemberElsewhere_IsRefused(string name)
    {
        Two([1, 1]).Save(folder["e"]);
        var manifest = Path.Combine(folder["e"], "classifier.json");
        var content = File.ReadAllText(manifest);
        File.WriteAllText(manifest, content.Replace("\"member-0.safetensors\"", $"\"{name}\"", StringComparison.Ordinal));

        Assert.StartsWith($"Ensemble: a member is elsewhere. Got '{name}'.",
            Assert.Throws<InvalidDataException>(() => Classifiers.Load(folder["e"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AMemberThatIsNull_IsRefused()
    {
        Directory.CreateDirectory(folder["e"]);
        File.WriteAllText(Path.Combine(folder["e"], "classifier.json"),
            """{"format":"tutti-classifier-1","members":[null],"combiner":{"kind":"voting","rule":"Soft","weights":null}}""");

        Assert.Contains("cannot be understood",
            Assert.Throws<InvalidDataException>(() => Classifiers.Load(folder["e"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AFolderWithoutEnsemble_SaysWhatIsExpected() => Assert.Contains(
        "Ensemble: there is none.", Assert.Throws<InvalidDataException>(() => Classifiers.Load(folder.Path)).Message, StringComparison.Ordinal);

    [Fact]
    public void Pruned_AMemberWithoutWeight_IsLeftOutAndChangesNothing()
    {
        var ensemble = Two([1, 0]);

        var pruned = ensemble.Pruned();

        Assert.Equal("a", Assert.Single(pruned.Members).Name);
        Assert.Equal(ensemble.Probabilities(Blobs.Make(20, 5)), pruned.Probabilities(Blobs.Make(20, 5)));
        Assert.Same(pruned, pruned.Pruned());
    }

    [Fact]
    public void Constructor_MembersThatDoNotFit_AreRefused()
    {
        var (three, four) = (MemberOf("a", 1), new Member("b", new GaussianBayesRecipe().Fit(Blobs.Make(40, 1, 4), 4, 0), MemberOf("a", 1).Seen));

        Assert.Contains("Got samples [4] and 4 classes of 'b', and [3] and 3 of 'a'",
            Assert.Throws<ArgumentException>(() => new EnsembleClassifier([three, four], new Voting())).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be told apart", Assert.Throws<ArgumentException>(() => new EnsembleClassifier([three, three], new Voting())).Message, StringComparison.Ordinal);
        Assert.Contains("the weights do not fit", Assert.Throws<ArgumentException>(() => new EnsembleClassifier([three], new Voting { Weights = [1, 2] })).Message, StringComparison.Ordinal);
    }

    private static EnsembleClassifier Two(double[] weights) => new([MemberOf("a", 1), MemberOf("b", 2)], new Voting { Weights = weights });

    private static Member MemberOf(string name, ulong seed)
    {
        var data = Blobs.Make(60, seed);
        return new Member(name, new GaussianBayesRecipe().Fit(data, 3, 0), new SeenRows(RowFingerprints.Of(data)));
    }
}
