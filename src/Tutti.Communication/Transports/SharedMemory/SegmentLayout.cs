using Tutti.Communication.Transports.Memory;

namespace Tutti.Communication.Transports.SharedMemory;

/// <summary>
/// Where what lies in a board's segment: header, rank slots, words to sleep on, ends of rings; then staging areas, then the rings' bytes.
/// Pages of the latter two cost memory only once they are used.
/// </summary>
internal readonly unsafe record struct SegmentLayout(int Size, int StagingBytes)
{
    internal const int PageBytes = 4096;
    internal const int RingBytes = 65_536;

    // Two cache lines, as processors prefetch the neighbour.
    private const int LinePair = 128;

    internal static long SlotsOffset => PageBytes;

    /// <summary>What every rank touches; reserved by the rank that makes the segment.</summary>
    internal long ControlBytes => ToPages(RingEndsOffset(Size, 0));

    internal long TotalBytes => RingOffset(Size, 0);

    internal long SeatOffset(int rank) => SlotsOffset + (long)Size * sizeof(RankSlot) + (long)rank * LinePair;

    internal long RingEndsOffset(int from, int to) => SeatOffset(Size) + ((long)from * Size + to) * MemoryRing.EndsBytes;

    internal long StagingOffset(int rank) => ControlBytes + (long)rank * StagingBytes;

    internal long RingOffset(int from, int to) => StagingOffset(Size) + ((long)from * Size + to) * RingBytes;

    internal static long ToPages(long bytes) => (bytes + PageBytes - 1) / PageBytes * PageBytes;
}
