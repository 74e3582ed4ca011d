using Tutti.Learning.Data;
using Tutti.Learning.Detection;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Detection;

/// <summary>What holds for every detector.</summary>
public abstract class AnomalyDetectorConformance
{
    protected abstract IAnomalyDetector Learn(ISampleSource usual, ISampleSource? calibration = null, double calibrationShare = 0);

    [Fact]
    public void PValues_UsualAndUnusualSamples_AreToldApart()
    {
        var detector = Learn(Waves.Make(300, 1));

        var usual = detector.PValues(Waves.Make(300, 2));
        var unusual = detector.PValues(Waves.Make(300, 3, areUsual: false));

        Assert.All(unusual, p => Assert.Equal(0, p));
        Assert.InRange(usual.Average(), 0.3, 0.6);
        Assert.All(usual, p => Assert.InRange(p, 0, 1));
    }

    [Fact]
    public void Score_AnyBatch_IsTheMeanSquaredErrorOfTheReconstruction()
    {
        var detector = (ReconstructionDetector)Learn(Waves.Make(100, 1));
        var samples = Waves.Make(600, 2);
        var values = new float[600 * Waves.Length];
        samples.CopySamples([.. Enumerable.Range(0, 600)], values);

        var scores = detector.Score(samples);
        var made = detector.Reconstruct(samples);

        for (var row = 0; row < 600; row++)
        {
            var own = Enumerable.Range(row * Waves.Length, Waves.Length);
            Assert.Equal(own.Average(i => Math.Pow((double)values[i] - made[i], 2)), scores[row], 1e-12);
        }
        Assert.Equal(scores[590], detector.Score(new SourceSubset(samples, [590]))[0], 1e-6);
        Assert.Empty(detector.Score(new SourceSubset(samples, [])));
    }

    [Fact]
    public void Save_ThenLoad_GivesTheSameDetector()
    {
        using var folder = new TemporaryFolder();
        var detector = Learn(Waves.Make(100, 1));
        var samples = Waves.Make(20, 2);

        detector.Save(folder["d.safetensors"]);
        var loaded = AnomalyDetectors.Load(folder["d.safetensors"]);

        Assert.Equal(detector.GetType(), loaded.GetType());
        Assert.Equal((detector.Version, detector.SampleShape), (loaded.Version, loaded.SampleShape));
        Assert.Equal(detector.Score(samples), loaded.Score(samples));
        Assert.Equal(detector.PValues(samples), loaded.PValues(samples));
    }

    [Fact]
    public void Version_SameArguments_IsTheSameAndElseAnother()
    {
        var version = Learn(Waves.Make(100, 1)).Version;

        Assert.Matches("^[0-9a-f]{64}$", version);
        Assert.Equal(version, Learn(Waves.Make(100, 1)).Version);
        Assert.NotEqual(version, Learn(Waves.Make(100, 2)).Version);
        // Only what it is calibrated on differs.
        Assert.NotEqual(version, Learn(Waves.Make(100, 1), Waves.Make(50, 9)).Version);
    }

    [Fact]
    public void Calibration_OwnOrHeldOutSamples_AreThoseScored()
    {
        var usual = Waves.Make(100, 1);
        var reference = Waves.Make(40, 2);

        var own = Learn(usual);
        var other = Learn(usual, reference);

        Assert.Equal(own.Score(usual).Order(), own.Calibration.Scores);
        Assert.Equal(other.Score(reference).Order(), other.Calibration.Scores);
        Assert.Equal(25, Learn(usual, calibrationShare: 0.25).Calibration.Scores.Count);
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => Learn(usual, reference, 0.5)).Message);
    }

    [Fact]
    public void Score_SamplesThatDoNotFit_AreRefused()
    {
        var detector = Learn(Waves.Make(100, 1));

        Assert.Contains("Got Float32 [3]. Expected Float32 [24]",
            Assert.Throws<ArgumentException>(() => detector.Score(Source([1, 2, 3]))).Message);
        var broken = new float[2 * Waves.Length];
        broken[30] = float.NaN;
        Assert.Contains("in sample 1", Assert.Throws<ArgumentException>(() => detector.Score(Source(broken, 2))).Message);
        Assert.Contains("nothing to learn", Assert.Throws<ArgumentException>(() => Learn(new SourceSubset(Waves.Make(1, 1), []))).Message);
    }

    private static ClassificationDataset Source(float[] values, int count = 1) =>
        ClassificationDataset.FromFloats("given", values, new byte[count], [values.Length / count], ["only"], Standardization.None);
}
