using Tutti.Distributed.Ensembles;

namespace Tutti.Experiments.EcgEnsemble;

/// <summary>A node that is lost when it is asked.</summary>
internal sealed class LostNode(IEnsembleNode node) : IEnsembleNode
{
    public NodeFacts Facts => node.Facts;

    public Task<double[]> AnswerAsync(SampleChunk chunk, CancellationToken cancellation) =>
        Task.FromException<double[]>(new NodeException($"'{Facts.Name}' is gone."));

    public ValueTask DisposeAsync() => node.DisposeAsync();
}
