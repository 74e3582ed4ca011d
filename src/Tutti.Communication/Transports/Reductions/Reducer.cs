using Tutti.Communication.Collectives;
namespace Tutti.Communication.Transports.Reductions;

/// <summary>One reduction of one element type, on addresses.</summary>
internal abstract unsafe class Reducer<T> where T : unmanaged
{
    /// <summary>target = left ∘ right; the target may be either.</summary>
    internal abstract void Combine(T* left, T* right, T* target, int length);

    /// <summary>The same into two targets; a reducer that can do it in one pass does.</summary>
    internal virtual void Combine(T* left, T* right, T* target, T* second, int length)
    {
        Combine(left, right, target, length);
        Buffer.MemoryCopy(target, second, (long)length * sizeof(T), (long)length * sizeof(T));
    }

    /// <summary>After the root of the tree, in place: the mean divides by the number of leaves.</summary>
    internal virtual void Finish(T* values, int length, int leafCount)
    {
    }

    /// <summary>Whether <see cref="Finish"/> does anything.</summary>
    internal virtual bool HasFinish => false;
}
