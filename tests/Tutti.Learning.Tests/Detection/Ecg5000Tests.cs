using Tutti.Learning.Data;
using Tutti.Learning.Data.Partitions;
using Tutti.Learning.Data.Sources.Tables;
using Tutti.Learning.Detection;
using Tutti.Learning.Metrics;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Detection;

/// <summary>
/// Detectors on ECG5000: all beats pooled and split 60/20/20 by a seed, learned from the usual ones of the first part, α chosen on the
/// second, reported on the last.
/// </summary>
public sealed class Ecg5000Tests(ITestOutputHelper output)
{
    private const int SeedCount = 5, MemberCount = 4;

    [Fact]
    public void Autoencoders_EnsembleOfFour_TellsBeatsApartAsOneModelDoes()
    {
        var data = Read();
        var ensembles = new List<Outcome>();
        var singles = new List<Outcome>();
        for (var seed = 0ul; seed < SeedCount; seed++)
        {
            var split = new Split(data, seed);
            var options = new AutoencoderDetectorOptions { Seed = seed };
            var parts = Partitions.Balanced(split.Usual.Count, MemberCount, seed);
            ensembles.Add(split.Judge([.. Enumerable.Range(0, MemberCount).Select(part =>
                AutoencoderDetector.Train(parts.View(split.Usual, part), options with { Seed = MemberCount * seed + (ulong)part }))]));
            singles.Add(split.Judge([AutoencoderDetector.Train(split.Usual, options)]));
            output.WriteLine($"seed {seed}: ensemble {ensembles[^1]}, single {singles[^1]}");
        }

        Assert.InRange(Median(ensembles, outcome => outcome.Auc), 0.990, 1);
        Assert.InRange(Median(ensembles, outcome => outcome.Accuracy), 0.970, 1);
        Assert.InRange(Median(ensembles, outcome => outcome.Auc) - Median(singles, outcome => outcome.Auc), -0.02, 0.02);
    }

    [Fact]
    public void Pca_OnOneModel_IsTheBaseline()
    {
        var data = Read();
        var outcomes = new List<Outcome>();
        for (var seed = 0ul; seed < SeedCount; seed++)
        {
            var split = new Split(data, seed);
            outcomes.Add(split.Judge([PcaDetector.Fit(split.Usual)]));
            output.WriteLine($"seed {seed}: {outcomes[^1]}");
        }

        Assert.InRange(Median(outcomes, outcome => outcome.Auc), 0.96, 0.99);
    }

    [Theory]
    [InlineData("autoencoder-conv", 4, 0.90)]
    [InlineData("autoencoder-lstm", 2, 0.90)]
    public void Autoencoders_OtherPresets_TellBeatsApartToo(string preset, int epochs, double leastAuc)
    {
        var split = new Split(Read(), 0);

        var outcome = split.Judge([AutoencoderDetector.Train(split.Usual, new()
        {
            Preset = preset, EpochCount = epochs, BatchSize = 32, LearningRate = 3e-3,
        })]);

        output.WriteLine($"{preset}: {outcome}");
        Assert.InRange(outcome.Auc, leastAuc, 1);
    }

    private static double Median(List<Outcome> outcomes, Func<Outcome, double> of) =>
        outcomes.Select(of).Order().ElementAt(outcomes.Count / 2);

    private static ClassificationDataset Read()
    {
        var table = Ecg5000Folder.Read(TestData.Folder("ecg5000"));
        return ClassificationDataset.FromFloats(
            "ecg5000", table.Values, [.. table.Labels!.Select(label => (byte)label)], [140], table.ClassNames!, Standardization.None);
    }

    private sealed class Split
    {
        private readonly SourceSubset middle, last;
        private readonly long[] middleLabels, lastLabels;

        public Split(ClassificationDataset data, ulong seed)
        {
            var parts = Partitions.Weighted(data.Count, [3, 1, 1], seed);
            var labels = data.CopyLabels();
            Usual = new SourceSubset(data, [.. parts.Rows(0).ToArray().Where(row => labels[row] == 0)]);
            (middle, last) = (parts.View(data, 1), parts.View(data, 2));
            middleLabels = [.. parts.Rows(1).ToArray().Select(row => labels[row])];
            lastLabels = [.. parts.Rows(2).ToArray().Select(row => labels[row])];
        }

        public SourceSubset Usual { get; }

        public Outcome Judge(IReadOnlyList<IAnomalyDetector> members)
        {
            var alpha = AlphaChoice.Choose(middleLabels, MeanP(members, middle), AlphaCriterion.F1);
            var p = MeanP(members, last);
            var right = lastLabels.Zip(p).Count(beat => beat.First == 1 == alpha.IsAnomalous(beat.Second));
            return new Outcome(Ranking.RocAuc<double>(lastLabels, Array.ConvertAll(p, value => -value)),
                (double)right / p.Length, alpha.Alpha);
        }

        private static double[] MeanP(IReadOnlyList<IAnomalyDetector> members, ISampleSource samples)
        {
            var all = members.Select(member => member.PValues(samples)).ToArray();
            return [.. Enumerable.Range(0, samples.Count).Select(row => all.Average(p => p[row]))];
        }
    }

    private sealed record Outcome(double Auc, double Accuracy, double Alpha);
}
