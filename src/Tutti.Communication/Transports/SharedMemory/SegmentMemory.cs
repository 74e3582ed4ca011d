using System.Buffers;

namespace Tutti.Communication.Transports.SharedMemory;

/// <summary>A run of values in a segment; keeps it mapped.</summary>
internal sealed unsafe class SegmentMemory(MappedSegment segment, nint address, int count) : MemoryManager<float>
{
    public override Span<float> GetSpan() => new((void*)address, count);

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, count);
        return new MemoryHandle((float*)address + elementIndex, default, this);
    }

    public override void Unpin()
    {
    }

    // Views may outlive whoever disposes this: the segment goes with its last reference.
    protected override void Dispose(bool disposing) => GC.KeepAlive(segment);
}
