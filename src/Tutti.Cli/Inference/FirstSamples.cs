using Tutti.Learning.Data;
using Tutti.Tensors;

namespace Tutti.Cli.Inference;

/// <summary>The first samples of a source, at most so many.</summary>
internal sealed class FirstSamples(ISampleSource source, int limit) : ISampleSource
{
    public int Count { get; } = Math.Min(source.Count, limit);

    public Shape SampleShape => source.SampleShape;

    public void CopySamples(ReadOnlySpan<int> rows, Span<float> destination) => source.CopySamples(rows, destination);

    public void CopyLabels(ReadOnlySpan<int> rows, Span<long> destination) => source.CopyLabels(rows, destination);
}
