using Tutti.Learning.Data;
using Tutti.Tensors;

namespace Tutti.Learning.Ensembles;

/// <summary>Samples whose targets are a teacher's probabilities and the class, <c>[2 C]</c>.</summary>
internal sealed class TaughtSource(ISampleSource source, float[] targets, int classCount) : ISampleSource
{
    public int Count => source.Count;

    public Shape SampleShape => source.SampleShape;

    public Shape TargetShape => [2 * classCount];

    public ElementType TargetType => ElementType.Float32;

    public void CopySamples(ReadOnlySpan<int> rows, Tensor destination) => source.CopySamples(rows, destination);

    public void CopyTargets(ReadOnlySpan<int> rows, Tensor destination)
    {
        var values = destination.AsSpan<float>();
        var width = 2 * classCount;
        for (var index = 0; index < rows.Length; index++) targets.AsSpan(rows[index] * width, width).CopyTo(values[(index * width)..]);
    }
}
