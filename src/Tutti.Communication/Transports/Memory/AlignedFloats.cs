using System.Runtime.CompilerServices;

namespace Tutti.Communication.Transports.Memory;

/// <summary>Zeroed, pinned, 64-byte aligned memory that the collector frees with its last view: no view can outlive it.</summary>
internal static unsafe class AlignedFloats
{
    private const int LineElements = 16;

    internal static Memory<float> Allocate(int count, out nint address)
    {
        var array = GC.AllocateArray<float>(checked(count + LineElements), pinned: true);
        var start = (nint)Unsafe.AsPointer(ref array[0]);
        address = (start + 63) & ~63;
        return array.AsMemory((int)((address - start) / sizeof(float)), count);
    }
}
