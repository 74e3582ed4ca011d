using Tutti.Learning.Data;
using Tutti.Learning.Detection;

namespace Tutti.Cli.Detection;

/// <summary>Members that are on this machine, looked at besides what they answer as nodes: errors and reconstructions for pictures.</summary>
/// <param name="detectors">The members that give samples back; at least one. Used by one thread at a time.</param>
internal sealed class LocalMembers(IReadOnlyList<ReconstructionDetector> detectors)
{
    /// <summary>All errors of all calibrations.</summary>
    internal IReadOnlyList<double> CalibrationErrors => [.. detectors.SelectMany(detector => detector.Calibration.Scores)];

    /// <summary>For each sample the mean of the members' reconstruction errors.</summary>
    internal double[] MeanErrors(ISampleSource samples)
    {
        var mean = new double[samples.Count];
        foreach (var detector in detectors)
        {
            var errors = detector.Score(samples);
            for (var row = 0; row < mean.Length; row++) mean[row] += errors[row] / detectors.Count;
        }
        return mean;
    }

    /// <summary>The mean of what the members make of one sample.</summary>
    internal float[] Reconstruct(ISampleSource samples, int row)
    {
        var sample = new SourceSubset(samples, [row]);
        var mean = new float[samples.SampleShape.ElementCount];
        foreach (var detector in detectors)
        {
            var own = detector.Reconstruct(sample);
            for (var i = 0; i < mean.Length; i++) mean[i] += own[i] / detectors.Count;
        }
        return mean;
    }
}
