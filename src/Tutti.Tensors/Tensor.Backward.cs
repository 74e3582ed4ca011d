using Tutti.Tensors.Autograd;

namespace Tutti.Tensors;

public sealed partial class Tensor
{
    /// <summary>
    /// Computes the gradient of this single number with respect to every tensor with <see cref="RequiresGradient"/> that it was computed
    /// from, and adds it to their <see cref="Gradient"/>. The record is used up by it. Gradients of gradients are not offered.
    /// </summary>
    /// <exception cref="InvalidOperationException">Not a single number, nothing to differentiate, or the record was used already.</exception>
    public void Backward() => Backward(1.0);

    /// <summary>
    /// The same for this number times a weight, for instance the share of a shard in a batch.
    /// </summary>
    /// <param name="weight">The factor of all gradients.</param>
    /// <param name="observer">Hears which gradients are final while the pass goes on. Default null: nobody.</param>
    /// <exception cref="InvalidOperationException">Not a single number, nothing to differentiate, or the record was used already.</exception>
    public void Backward(double weight, IBackwardObserver? observer = null)
    {
        if (ElementCount != 1)
            throw new InvalidOperationException(
                $"Backward: not a single number. Got {this}. Expected one element. Reduce it (Mean, Sum), or pass the upstream gradient.");
        Autograd.Backward.Run([this], [Full(Shape, weight, ElementType)], observer);
    }

    /// <summary>Starts from a given gradient of some loss with respect to this tensor.</summary>
    /// <param name="upstream">
    /// Shape and element type of this tensor. It may be a tensor's <see cref="Gradient"/>: what it holds at the call counts.
    /// </param>
    /// <exception cref="ArgumentException">The shape or element type differs.</exception>
    /// <exception cref="InvalidOperationException">Nothing to differentiate, or the record was used already.</exception>
    public void Backward(Tensor upstream)
    {
        ArgumentNullException.ThrowIfNull(upstream);
        Autograd.Backward.Run([this], [upstream]);
    }

    /// <summary>Starts from several outputs at once.</summary>
    /// <param name="outputs">Results of one computation.</param>
    /// <param name="upstreams">As many gradients, each of its output's shape; null where no loss depends on the output.</param>
    /// <exception cref="ArgumentException">The counts or a shape differ.</exception>
    /// <exception cref="InvalidOperationException">Nothing to differentiate, or the record was used already.</exception>
    public static void Backward(ReadOnlySpan<Tensor> outputs, ReadOnlySpan<Tensor?> upstreams)
    {
        if (outputs.Length != upstreams.Length)
            throw new ArgumentException(
                $"Backward: as many gradients as outputs are needed. Got {upstreams.Length} for {outputs.Length} outputs.");
        Autograd.Backward.Run(outputs, upstreams);
    }

    /// <summary>The same elements without their history: no gradient flows back through the result.</summary>
    /// <returns>A view that tracks nothing.</returns>
    public Tensor Detach() => new(Storage, Shape, Strides, Offset, ElementType);
}
