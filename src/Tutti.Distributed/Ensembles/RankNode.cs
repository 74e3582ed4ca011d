namespace Tutti.Distributed.Ensembles;

/// <summary>A node that is another rank. What can change is kept by its <see cref="RankNodes"/>.</summary>
internal sealed class RankNode(RankNodes owner, NodeFacts facts) : IEnsembleNode
{
    private NodeFacts facts = facts;

    public NodeFacts Facts
    {
        get => Volatile.Read(ref facts);
        set => Volatile.Write(ref facts, value);
    }

    /// <summary>Where it is in the current generation; null while it is not known.</summary>
    public int? Rank { get; set; }

    /// <summary>Why it cannot be asked; null if it can.</summary>
    public string? Problem { get; set; }

    public Task<double[]> AnswerAsync(SampleChunk chunk, CancellationToken cancellation) => owner.AskAsync(this, chunk, cancellation);

    public ValueTask DisposeAsync()
    {
        owner.Dismiss(this);
        return ValueTask.CompletedTask;
    }
}
