namespace Tutti.Communication.Transports.SharedMemory;

/// <summary>The first bytes of a board's segment: by them a rank knows that it has the right one.</summary>
internal struct SegmentHeader
{
    internal const long ExpectedMagic = 0x4d47_4553_5454_5554; // "TUTTSEGM"
    internal const int ExpectedVersion = 1;

    public long Magic;

    public int Version;

    public int Size;

    public long TotalBytes;

    /// <summary>Written last: 1 once all else is there.</summary>
    public int Ready;

    /// <summary>How many ranks have attached. The last one removes the segment's name.</summary>
    public int Attached;
}
