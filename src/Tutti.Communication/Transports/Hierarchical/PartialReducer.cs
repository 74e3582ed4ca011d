using Tutti.Communication.Transports.Reductions;

namespace Tutti.Communication.Transports.Hierarchical;

/// <summary>A reduction of a part of the tree: what comes after the root is left to whoever reduces the root.</summary>
internal sealed unsafe class PartialReducer<T>(Reducer<T> whole) : Reducer<T> where T : unmanaged
{
    internal override void Combine(T* left, T* right, T* target, int length) => whole.Combine(left, right, target, length);

    internal override void Combine(T* left, T* right, T* target, T* second, int length) =>
        whole.Combine(left, right, target, second, length);
}
