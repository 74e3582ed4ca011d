using Tutti.Distributed.Ensembles;
using Tutti.Tensors;

namespace Tutti.Distributed.Tests.Ensembles;

/// <summary>A node that does what a test says. By default it gives <c>factor · first element</c> of each sample.</summary>
internal sealed class ScriptedNode(string name, double factor = 1, Shape? shape = null) : IEnsembleNode
{
    public NodeFacts Facts { get; set; } = new(name, "v1", shape ?? [2]);

    public Func<SampleChunk, CancellationToken, Task<double[]>>? Script { get; init; }

    public List<int> ChunkSizes { get; } = [];

    public bool IsDisposed { get; private set; }

    public Task<double[]> AnswerAsync(SampleChunk chunk, CancellationToken cancellation)
    {
        lock (ChunkSizes) ChunkSizes.Add(chunk.Count);
        return Script?.Invoke(chunk, cancellation) ?? Task.FromResult(Values(chunk, factor));
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    public static double[] Values(SampleChunk chunk, double factor) =>
        [.. Enumerable.Range(0, chunk.Count).Select(i => factor * chunk.Values.Span[i * chunk.SampleShape.ElementCount])];
}
