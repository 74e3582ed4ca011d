using Tutti.Learning.Data;
using Tutti.Tensors;

namespace Tutti.Distributed.Ensembles;

/// <summary>
/// Cuts samples into chunks. Nodes that keep pace share a chunk; one that is behind makes the reader read again, so that memory does not
/// depend on how far nodes are apart. Thread-safe.
/// </summary>
internal sealed class ChunkReader
{
    private readonly Lock gate = new();
    private readonly ISampleSource samples;
    private readonly WeakReference<SampleChunk>?[] recent;
    private readonly int chunkSamples;

    /// <summary>Checks what can be checked without reading.</summary>
    public ChunkReader(ISampleSource samples, int chunkBytes)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count < 1 || samples.SampleType != ElementType.Float32 || samples.SampleShape.ElementCount < 1)
            throw new ArgumentException(
                $"EnsembleDriver: nothing to score. Got {samples.Count} samples of {samples.SampleType} {samples.SampleShape}. " +
                "Expected at least one of Float32 with at least one element.", nameof(samples));
        this.samples = samples;
        chunkSamples = Math.Max(1, chunkBytes / sizeof(float) / samples.SampleShape.ElementCount);
        ChunkCount = (int)(((long)samples.Count + chunkSamples - 1) / chunkSamples);
        recent = new WeakReference<SampleChunk>?[ChunkCount];
    }

    public int SampleCount => samples.Count;

    public Shape SampleShape => samples.SampleShape;

    public int ChunkCount { get; }

    public SampleChunk Read(int index)
    {
        lock (gate)
        {
            if (recent[index] is { } known && known.TryGetTarget(out var kept)) return kept;
            var chunk = ReadAnew(index);
            recent[index] = new WeakReference<SampleChunk>(chunk);
            return chunk;
        }
    }

    private SampleChunk ReadAnew(int index)
    {
        var start = index * chunkSamples;
        var rows = Enumerable.Range(start, Math.Min(chunkSamples, samples.Count - start)).ToArray();
        var values = new float[rows.Length * samples.SampleShape.ElementCount];
        using (TensorScope.Begin())
            samples.CopySamples(rows, Tensor.Borrow<float>(values, Shape.Create([rows.Length, .. samples.SampleShape.AsSpan()])));
        var broken = values.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        if (broken >= 0)
            throw new ArgumentException(
                $"EnsembleDriver: a value is not finite. Got {values[broken]} in sample " +
                $"{start + broken / samples.SampleShape.ElementCount}. Expected finite numbers. Leave such samples out.");
        return new SampleChunk(samples.SampleShape, values);
    }
}
