using Tutti.Learning.Data;
using Tutti.Learning.Detection;
using Tutti.Tensors;

namespace Tutti.Distributed.Tests.Ensembles;

/// <summary>A detector without learning: the score is the first element of a sample. Calls are counted.</summary>
internal sealed class FirstElementDetector : IAnomalyDetector
{
    public int CallCount { get; private set; }

    public Action? OnCall { get; init; }

    public Shape SampleShape => [2];

    public string Version { get; init; } = "first-element";

    public Calibration Calibration { get; } = new([0, 1, 2, 3]);

    public double[] Score(ISampleSource samples)
    {
        CallCount++;
        OnCall?.Invoke();
        var tensor = Tensor.Zeros([samples.Count, 2]);
        samples.CopySamples([.. Enumerable.Range(0, samples.Count)], tensor);
        return [.. Enumerable.Range(0, samples.Count).Select(i => (double)tensor.AsSpan<float>()[2 * i])];
    }

    public double[] PValues(ISampleSource samples) => Calibration.PValues(Score(samples));

    public void Save(string path) => File.WriteAllText(path, Version);
}
