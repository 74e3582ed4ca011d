using System.Buffers;

namespace Tutti.Tensors.Storage;

/// <summary>
/// The memory behind a tensor and its views. Pooled memory goes back to the pool at the end of the <see cref="TensorScope"/> it was
/// made in, or when the garbage collector finds that nobody holds it; borrowed memory is only unpinned. After that, access throws.
/// </summary>
internal sealed unsafe class TensorStorage
{
    private readonly int sizeClass;
    private MemoryHandle pin;
    private StorageGuard? guard;
    private void* pointer;
    private int uses;

    private TensorStorage(void* pointer, long bytes, int sizeClass)
    {
        this.pointer = pointer;
        this.sizeClass = sizeClass;
        Bytes = bytes;
    }

    internal long Bytes { get; }

    /// <summary>Whether the memory belongs to somebody else.</summary>
    internal bool IsBorrowed => sizeClass < 0;

    /// <summary>Whether it outlives every open scope.</summary>
    internal bool IsKept { get; private set; }

    internal bool IsReleased => pointer == null;

    internal void* Pointer => pointer != null ? pointer : throw new InvalidOperationException(
        "Tensor: its memory was released. Got an access after the end of the TensorScope it was made in. " +
        "Expected an access inside the scope. Call Keep() on tensors that must live on.");

    /// <summary>Some of the elements; valid for as long as the memory is.</summary>
    internal Span<T> View<T>(int offset, int count) where T : unmanaged => new((T*)Pointer + offset, count);

    /// <summary>Takes memory from the pool; its content is whatever was there. Joins the thread's open scope, if there is one.</summary>
    internal static TensorStorage Rent(long bytes)
    {
        var pointer = NativePool.Rent(bytes, out var sizeClass);
        return Own(new TensorStorage(pointer, bytes, sizeClass));
    }

    /// <summary>Pins memory of somebody else for as long as the storage lives. Joins the thread's open scope, if there is one.</summary>
    internal static TensorStorage Borrow<T>(Memory<T> memory) where T : unmanaged
    {
        var pin = memory.Pin();
        // No memory has no address, which would mean that it was released.
        var pointer = memory.IsEmpty ? (void*)SizeClass.Alignment : pin.Pointer;
        return Own(new TensorStorage(pointer, (long)memory.Length * sizeof(T), -1) { pin = pin });
    }

    /// <summary>For what must outlive every open scope: parameters, their gradients, optimizer state.</summary>
    internal void Keep()
    {
        IsKept = true;
        Guard();
    }

    /// <summary>From now on the memory comes back when the garbage collector finds that nobody holds it.</summary>
    internal void Guard()
    {
        if (pointer != null) guard ??= new StorageGuard(pointer, sizeClass, pin);
    }

    /// <summary>Counts a use by the backward pass; see <see cref="EndUse"/>.</summary>
    internal void BeginUse() => uses++;

    /// <summary>How many gradients of a backward pass lie in this memory.</summary>
    internal int UseCount => uses;

    /// <summary>Ends a use by the backward pass. The last one releases the memory: nobody outside the pass can hold it.</summary>
    internal void EndUse()
    {
        if (--uses == 0) Release();
    }

    /// <summary>Gives the memory back now. Harmless if that has been done.</summary>
    internal void Release()
    {
        if (pointer == null) return;
        var block = pointer;
        pointer = null;
        guard?.Disarm();
        if (IsBorrowed) pin.Dispose();
        else NativePool.Return(block, sizeClass);
    }

    // What a scope will release needs no finalizer, which would make each tensor of each step dear for the garbage collector.
    private static TensorStorage Own(TensorStorage storage)
    {
        if (!TensorScope.TryAdd(storage)) storage.Guard();
        return storage;
    }
}
