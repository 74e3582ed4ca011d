using Tutti.Learning.Data;
using Tutti.Tensors;

namespace Tutti.Learning.Detection;

/// <summary>
/// Says how unusual samples are, having learned from usual ones. Not thread-safe: each worker loads its own. The same detector gives the
/// same scores for the same samples on the same kernels, in whatever batches they come.
/// </summary>
public interface IAnomalyDetector
{
    /// <summary>The shape of one sample.</summary>
    Shape SampleShape { get; }

    /// <summary>
    /// A fingerprint of all that scores and p-values depend on: SHA-256 in 64 lower-case hexadecimal digits. Scores of detectors with
    /// different versions are not those of one model.
    /// </summary>
    string Version { get; }

    /// <summary>What scores the detector gave to usual samples.</summary>
    Calibration Calibration { get; }

    /// <summary>Scores samples.</summary>
    /// <param name="samples">Any number of samples of <see cref="SampleShape"/>, Float32, finite.</param>
    /// <returns>A number of at least 0 for each, in order: the greater, the more unusual. The scale is the detector's own.</returns>
    /// <exception cref="ArgumentException">Samples have another shape, or a value is not finite.</exception>
    double[] Score(ISampleSource samples);

    /// <summary>How likely so great a score is for a usual sample, which makes the scores of different detectors comparable.</summary>
    /// <param name="samples">As for <see cref="Score"/>.</param>
    /// <returns>For each sample the share of <see cref="Calibration"/> scores that are greater than its own: 0 … 1.</returns>
    /// <exception cref="ArgumentException">Samples have another shape, or a value is not finite.</exception>
    double[] PValues(ISampleSource samples);

    /// <summary>Writes the detector to one file, which <see cref="AnomalyDetectors.Load"/> reads.</summary>
    /// <param name="path">The file, safetensors; its folder must exist. The previous file survives whatever goes wrong.</param>
    /// <exception cref="IOException">The file could not be written; the previous one is unchanged.</exception>
    void Save(string path);
}
