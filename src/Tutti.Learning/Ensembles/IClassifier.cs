using Tutti.Learning.Data;
using Tutti.Tensors;

namespace Tutti.Learning.Ensembles;

/// <summary>A fitted model that says how likely each class is for a sample. Not thread-safe: each worker loads its own.</summary>
public interface IClassifier
{
    /// <summary>The shape of one sample.</summary>
    Shape SampleShape { get; }

    /// <summary>C, how many classes it tells apart, at least 2.</summary>
    int ClassCount { get; }

    /// <summary>How likely each class is. The same model and samples give the same bits on the same kernels.</summary>
    /// <param name="samples">N samples of <see cref="SampleShape"/>, Float32; targets are not looked at.</param>
    /// <returns><c>[N, C]</c>, row by row: each row at least 0, its sum 1 but for rounding.</returns>
    /// <exception cref="ArgumentException">Samples have another shape.</exception>
    double[] Probabilities(ISampleSource samples);

    /// <summary>Writes the model, so that <see cref="Classifiers.Load"/> reads it.</summary>
    /// <param name="path">The file; its folder must exist. The previous file survives whatever goes wrong.</param>
    /// <exception cref="IOException">The file could not be written.</exception>
    void Save(string path);
}
