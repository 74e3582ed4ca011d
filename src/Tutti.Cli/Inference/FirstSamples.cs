using Tutti.Learning.Data;
using Tutti.Tensors;

namespace Tutti.Cli.Inference;

/// <summary>The first samples of a source, at most so many.</summary>
internal sealed class FirstSamples(ISampleSource source, int limit) : ISampleSource
{
    public int Count { get; } = Math.Min(source.Count, limit);

    public Shape SampleShape => source.SampleShape;

    public ElementType SampleType => source.SampleType;

    public Shape TargetShape => source.TargetShape;

    public ElementType TargetType => source.TargetType;

    public void CopySamples(ReadOnlySpan<int> rows, Tensor destination) => source.CopySamples(rows, destination);

    public void CopyTargets(ReadOnlySpan<int> rows, Tensor destination) => source.CopyTargets(rows, destination);
}
