namespace Tutti.Tensors.Kernels;

// R rows (samples), H hidden units. Every span holds whole rows one after the other: [R, H], gates [R, 4H]. A range of rows can be computed
// alone, and gives the same bits. Where a formula names a gate, it means the block of H numbers of a row of the gates that the gate fills.
internal abstract partial class KernelSet<T>
{
    /// <summary>
    /// One time step of a long short-term memory. The blocks of the gates are i, f, g, o: sums on entry, activated on return.
    /// i = σ(i), f = σ(f), g = tanh(g), o = σ(o); cells = f · previousCells + i · g; states = o · tanh(cells).
    /// </summary>
    public abstract void LstmStep(int hidden, Span<T> gates, ReadOnlySpan<T> previousCells, Span<T> cells, Span<T> states);

    /// <summary>
    /// Its gradient. On entry the gates are what <see cref="LstmStep"/> left, on return the gradients of its sums. The gradient of the
    /// states is <paramref name="upstream"/> (empty for zeros) + <paramref name="stateGradient"/>. <paramref name="cellGradient"/> is that
    /// of the cells on entry, without what comes through the states, and that of the previous cells on return.
    /// </summary>
    public abstract void LstmStepGradient(int hidden, Span<T> gates, ReadOnlySpan<T> previousCells, ReadOnlySpan<T> cells,
        ReadOnlySpan<T> upstream, ReadOnlySpan<T> stateGradient, Span<T> cellGradient);

    /// <summary>
    /// One time step of a gated recurrent unit. The blocks of the gates are n, r, z, q: sums on entry (n from the input alone, q from the
    /// previous states alone), activated on return. r = σ(r), z = σ(z), n = tanh(n + r · q), q stays;
    /// states = n + z · (previousStates − n).
    /// </summary>
    public abstract void GruStep(int hidden, Span<T> gates, ReadOnlySpan<T> previousStates, Span<T> states);

    /// <summary>
    /// Its gradient. On entry the gates are what <see cref="GruStep"/> left, on return the gradients of its sums. The gradient of the
    /// states is <paramref name="upstream"/> (empty for zeros) + <paramref name="stateGradient"/>; on return
    /// <paramref name="stateGradient"/> is that part of the previous states' gradient that does not come through the gates.
    /// </summary>
    public abstract void GruStepGradient(int hidden, Span<T> gates, ReadOnlySpan<T> previousStates, ReadOnlySpan<T> upstream,
        Span<T> stateGradient);
}
