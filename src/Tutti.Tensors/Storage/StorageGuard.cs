using System.Buffers;

namespace Tutti.Tensors.Storage;

/// <summary>Gives a storage's memory back when the garbage collector finds that nobody holds the storage, which alone holds this.</summary>
internal sealed unsafe class StorageGuard(void* pointer, int sizeClass, MemoryHandle pin)
{
    private readonly void* pointer = pointer;
    private MemoryHandle pin = pin;

    /// <summary>The storage gives its memory back itself.</summary>
    internal void Disarm() => GC.SuppressFinalize(this);

    ~StorageGuard()
    {
        if (sizeClass < 0) pin.Dispose();
        else NativePool.ReturnFromFinalizer(pointer, sizeClass);
    }
}
