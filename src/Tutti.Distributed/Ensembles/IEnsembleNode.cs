namespace Tutti.Distributed.Ensembles;

/// <summary>
/// One member of an ensemble as its driver sees it: a thread, a process, an MPI rank or a machine that dials in. Only samples to be scored
/// travel to it, and only values back. The driver asks a node one thing at a time.
/// </summary>
public interface IEnsembleNode : IAsyncDisposable
{
    /// <summary>What the node said of itself when it joined.</summary>
    NodeFacts Facts { get; }

    /// <summary>What the node's model makes of samples.</summary>
    /// <param name="chunk">The samples, of the shape in <see cref="Facts"/>.</param>
    /// <param name="cancellation">The driver's deadline; a node that is cancelled may be asked again.</param>
    /// <returns>One finite value a sample, in order.</returns>
    /// <exception cref="OperationCanceledException">The deadline passed.</exception>
    /// <exception cref="NodeException">The node is gone, refused, or answered something else than was asked for.</exception>
    Task<double[]> AnswerAsync(SampleChunk chunk, CancellationToken cancellation);
}
