namespace Tutti.Tensors.Kernels;

internal abstract partial class KernelSet<T>
{
    /// <summary>
    /// sums[j] = Σ over i of values[i, j], or that added to sums[j]; values is row-major without gaps, its row count given by the lengths.
    /// The bits of a sum depend on its column alone.
    /// </summary>
    public abstract void SumRows(ReadOnlySpan<T> values, Span<T> sums, bool accumulate);

    /// <summary>
    /// gradients[i] = outputs[i] > 0 ? upstreams[i] : 0: the gradient through a ReLU whose outputs are given. The result may be upstreams.
    /// </summary>
    public abstract void MaskByPositive(ReadOnlySpan<T> outputs, ReadOnlySpan<T> upstreams, Span<T> gradients);
}
