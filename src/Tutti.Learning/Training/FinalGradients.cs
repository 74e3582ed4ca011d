using Tutti.Learning.Modules;
using Tutti.Tensors;

namespace Tutti.Learning.Training;

/// <summary>
/// Tells a strategy, during the last backward pass of a shard, which parameters' gradients are final: those that the pass does not reach at
/// once, the others as it leaves them behind. Which they are is seen in the graph of each pass, so a model may use other parameters in every
/// step. Not thread-safe.
/// </summary>
/// <param name="parameters">The model.</param>
/// <param name="strategy">Who is told.</param>
public sealed class FinalGradients(ModelParameters parameters, ITrainingStrategy strategy) : IBackwardObserver
{
    private readonly bool[] isReached = new bool[parameters.ParameterCount];

    /// <inheritdoc/>
    public void Begin(IReadOnlyCollection<Tensor> leaves)
    {
        ArgumentNullException.ThrowIfNull(leaves);
        Array.Clear(isReached);
        foreach (var leaf in leaves)
            if (parameters.IndexOf(leaf) is var index and >= 0) isReached[index] = true;
        for (var index = 0; index < isReached.Length; index++)
            if (!isReached[index]) strategy.CompleteGradient(index);
    }

    /// <inheritdoc/>
    public void Complete(Tensor leaf)
    {
        if (parameters.IndexOf(leaf) is var index and >= 0) strategy.CompleteGradient(index);
    }
}
