using Tutti.Learning.Data;
using Tutti.Learning.Detection;
using Tutti.Tensors;

namespace Tutti.Cli.Detection;

/// <summary>A detector that remembers, in order, the scores behind the p-values that it gave: nodes are asked for p-values only.</summary>
internal sealed class ScoreKeeper(ReconstructionDetector detector) : IAnomalyDetector
{
    private readonly List<double> scores = [];

    public Shape SampleShape => detector.SampleShape;

    public string Version => detector.Version;

    public Calibration Calibration => detector.Calibration;

    /// <summary>A score for each sample it was asked the p-value of.</summary>
    internal IReadOnlyList<double> Scores => scores;

    public double[] Score(ISampleSource samples) => detector.Score(samples);

    public double[] PValues(ISampleSource samples)
    {
        var own = detector.Score(samples);
        scores.AddRange(own);
        return Calibration.PValues(own);
    }

    public void Save(string path) => detector.Save(path);

    internal float[] Reconstruct(ISampleSource samples) => detector.Reconstruct(samples);
}
