using Tutti.Learning.Data;
using Tutti.Tensors;

namespace Tutti.Distributed.Ensembles;

/// <summary>A stretch of a chunk as a source of samples, for detectors. It has no targets.</summary>
internal sealed class ChunkSamples(SampleChunk chunk, int start, int count) : ISampleSource
{
    public int Count => count;

    public Shape SampleShape => chunk.SampleShape;

    public void CopySamples(ReadOnlySpan<int> rows, Tensor destination)
    {
        var size = chunk.SampleShape.ElementCount;
        var values = destination.AsSpan<float>();
        for (var i = 0; i < rows.Length; i++)
        {
            if ((uint)rows[i] >= (uint)count)
                throw new ArgumentOutOfRangeException(
                    nameof(rows), rows[i], $"SampleChunk: no such sample. Got {rows[i]}. Expected 0 to {count - 1}.");
            chunk.Values.Span.Slice((start + rows[i]) * size, size).CopyTo(values[(i * size)..]);
        }
    }

    public void CopyTargets(ReadOnlySpan<int> rows, Tensor destination) =>
        throw new NotSupportedException("SampleChunk: samples of an ensemble have no targets. Got a request for some. Expected none.");
}
