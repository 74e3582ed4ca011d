using Tutti.Tensors;

namespace Tutti.Learning.Data.Ecg;

/// <summary>Usable beats as samples to be judged: there are no targets, since nobody may know their classes. Thread-safe.</summary>
internal sealed class BeatSamples(IReadOnlyList<EcgBeat> beats, int sampleCount) : ISampleSource
{
    public int Count => beats.Count;

    public Shape SampleShape { get; } = [sampleCount];

    // Zeros a row: what asks for targets has no use for them here.
    public Shape TargetShape => [0];

    public ElementType TargetType => ElementType.Float32;

    public void CopySamples(ReadOnlySpan<int> rows, Tensor destination)
    {
        var target = destination.AsSpan<float>();
        for (var index = 0; index < rows.Length; index++)
        {
            var values = beats[rows[index]].Values;
            for (var i = 0; i < sampleCount; i++) target[index * sampleCount + i] = values[i];
        }
    }

    public void CopyTargets(ReadOnlySpan<int> rows, Tensor destination)
    {
    }
}
