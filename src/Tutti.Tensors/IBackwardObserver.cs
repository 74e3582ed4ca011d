namespace Tutti.Tensors;

/// <summary>
/// Hears, while a backward pass runs, which gradients are final, so that they can be sent away before the pass has ended. Called on the
/// thread of the pass; it must not begin another pass.
/// </summary>
public interface IBackwardObserver
{
    /// <summary>The pass begins: it will write the gradients of these leaves, and of no others.</summary>
    /// <param name="leaves">Tensors with <see cref="Tensor.RequiresGradient"/> that the outputs were computed from, in no particular order;
    /// valid during the call.</param>
    void Begin(IReadOnlyCollection<Tensor> leaves);

    /// <summary>
    /// The pass will not touch the leaf's <see cref="Tensor.Gradient"/> any more. Called once for each leaf of <see cref="Begin"/>, earliest for
    /// what was used last.
    /// </summary>
    /// <param name="leaf">The leaf.</param>
    void Complete(Tensor leaf);
}
