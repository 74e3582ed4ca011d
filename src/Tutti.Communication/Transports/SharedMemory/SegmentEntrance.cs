using System.Diagnostics;
using Tutti.Communication.Faults;

namespace Tutti.Communication.Transports.SharedMemory;

/// <summary>How processes that know nothing of each other but a name come to have the same segment.</summary>
internal static unsafe class SegmentEntrance
{
    internal static MappedSegment Make(string path, SegmentLayout layout)
    {
        var needed = layout.ControlBytes + (long)layout.Size * layout.StagingBytes;
        var free = SegmentFiles.FreeBytes(path);
        if (free < needed) throw SegmentProblem.NoRoom("Shared memory", path, needed, free);
        var segment = MappedSegment.Create(path, layout.TotalBytes);
        try
        {
            segment.Reserve(0, layout.ControlBytes);
        }
        catch
        {
            segment.Unlink();
            throw;
        }

        var header = HeaderOf(segment);
        header->Magic = SegmentHeader.ExpectedMagic;
        header->Version = SegmentHeader.ExpectedVersion;
        header->Size = layout.Size;
        header->TotalBytes = layout.TotalBytes;
        Volatile.Write(ref header->Ready, 1);
        return segment;
    }

    internal static MappedSegment Find(string path, SegmentLayout layout, SegmentOptions options, FaultBoard faults)
    {
        var start = Stopwatch.GetTimestamp();
        MappedSegment? segment = null;
        while (true)
        {
            segment ??= TryOpen(path);
            if (segment is not null && Volatile.Read(ref HeaderOf(segment)->Ready) == 1) break;
            if (faults.Current is { } fault) throw SegmentProblem.Faulted(path, fault.Cause);
            if (Stopwatch.GetElapsedTime(start) > options.Timeout) throw SegmentProblem.NotThere(path, options.Rank, options.Timeout);
            Thread.Sleep(1);
        }

        Compare(path, *HeaderOf(segment), layout);
        return segment;
    }

    /// <summary>Says that one more rank has the segment.</summary>
    /// <returns>How many have it.</returns>
    internal static int Attach(MappedSegment segment) => Interlocked.Increment(ref HeaderOf(segment)->Attached);

    // Null while there is none, or an empty one.
    private static MappedSegment? TryOpen(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            return MappedSegment.Open(path);
        }
        catch (Exception problem) when (problem is IOException or ArgumentException)
        {
            return null;
        }
    }

    private static void Compare(string path, in SegmentHeader header, SegmentLayout layout)
    {
        Compare(path, "mark", header.Magic, SegmentHeader.ExpectedMagic);
        Compare(path, "version", header.Version, SegmentHeader.ExpectedVersion);
        Compare(path, "number of ranks", header.Size, layout.Size);
        Compare(path, "length", header.TotalBytes, layout.TotalBytes);
    }

    private static void Compare(string path, string what, long got, long expected)
    {
        if (got != expected) throw SegmentProblem.OtherSegment(path, what, got, expected);
    }

    private static SegmentHeader* HeaderOf(MappedSegment segment) => (SegmentHeader*)segment.Address;
}
