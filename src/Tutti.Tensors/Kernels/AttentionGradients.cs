namespace Tutti.Tensors.Kernels;

/// <summary>The gradient of an attention's result, and where those of its operands go; matrices with strides as in
/// <see cref="AttentionBlock{T}"/>.</summary>
internal readonly ref struct AttentionGradients<T> where T : unmanaged
{
    public ReadOnlySpan<T> Upstream { get; init; }
    public int UpstreamStride { get; init; }

    public Span<T> Query { get; init; }
    public int QueryStride { get; init; }

    public Span<T> Key { get; init; }
    public int KeyStride { get; init; }

    public Span<T> Value { get; init; }
    public int ValueStride { get; init; }
}
