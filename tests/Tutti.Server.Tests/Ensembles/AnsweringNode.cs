using Tutti.Distributed.Ensembles;

namespace Tutti.Server.Tests.Ensembles;

/// <summary>A node that does what a test says. By default it gives <c>factor · first element</c> of each sample.</summary>
internal sealed class AnsweringNode(string name, double factor = 1, string version = "v1") : IEnsembleNode
{
    public NodeFacts Facts { get; set; } = new(name, version, [2]) { TrainingSamples = 10, ValidationScore = 0.5 };

    public Func<SampleChunk, CancellationToken, Task<double[]>>? Script { get; init; }

    public Task<double[]> AnswerAsync(SampleChunk chunk, CancellationToken cancellation) =>
        Script?.Invoke(chunk, cancellation) ?? Task.FromResult(Values(chunk, factor));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal static double[] Values(SampleChunk chunk, double factor) =>
        [.. Enumerable.Range(0, chunk.Count).Select(i => factor * chunk.Values.Span[i * chunk.SampleShape.ElementCount])];
}
