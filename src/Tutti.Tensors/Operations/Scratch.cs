using Tutti.Tensors.Storage;

namespace Tutti.Tensors.Operations;

/// <summary>Pooled memory for the time of one operation; its content is whatever was there.</summary>
internal readonly ref struct Scratch<T> : IDisposable where T : unmanaged
{
    private readonly Tensor tensor;

    internal Scratch(int length) => tensor = Tensor.Allocate([length], ElementTypes.Of<T>());

    internal Span<T> Span => tensor.Memory<T>();

    public void Dispose() => tensor.Storage.Release();
}
