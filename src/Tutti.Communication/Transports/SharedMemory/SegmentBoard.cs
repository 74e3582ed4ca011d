using Tutti.Communication.Collectives;
using Tutti.Communication.Faults;
using Tutti.Communication.Transports.Memory;

namespace Tutti.Communication.Transports.SharedMemory;

/// <summary>
/// The board of ranks that are processes of one machine, seen from one of them: slots, staging areas and rings lie in a segment that all
/// have mapped. The segment's name is removed as soon as all have attached, so that nothing is left behind however they end.
/// </summary>
internal sealed unsafe partial class SegmentBoard : MemoryBoard
{
    private readonly SegmentOptions options;
    private readonly SegmentLayout layout;
    private readonly MappedSegment segment;
    private readonly string path;
    private readonly bool canSleepOnWords;

    private SegmentBoard(SegmentOptions options, FaultBoard faults, SegmentLayout layout, string path, MappedSegment segment)
        : base(options.Group, options.Size, options.Timeout, faults, options.Cores)
    {
        this.options = options;
        this.layout = layout;
        this.path = path;
        this.segment = segment;
        canSleepOnWords = LinuxCalls.IsAvailable && !options.IsPortable;
        Slots = (RankSlot*)(segment.Address + SegmentLayout.SlotsOffset);
        if (Interlocked.Exchange(ref SeatOf(options.Rank)->Taken, 1) != 0) throw SegmentProblem.RankTaken(path, options.Rank);
        segment.Reserve(layout.StagingOffset(options.Rank), layout.StagingBytes);
        Faults.Raised += WakeOwn;
    }

    /// <summary>This process' rank.</summary>
    internal int Rank => options.Rank;

    internal override int WindowBytes => layout.StagingBytes / 2;

    /// <summary>
    /// Makes the segment (rank 0) or finds it (the others), which takes until rank 0 has made it, the timeout, or a fault.
    /// </summary>
    /// <exception cref="ArgumentException">The options do not fit.</exception>
    /// <exception cref="IOException">There is no room, or the name is taken.</exception>
    /// <exception cref="InvalidDataException">The segment was made for other options or by another version.</exception>
    /// <exception cref="TimeoutException">There was no segment in time.</exception>
    internal static SegmentBoard Join(SegmentOptions options, FaultBoard faults)
    {
        Check(options);
        var folder = SegmentFiles.Folder(options.IsPortable);
        var path = SegmentFiles.PathOf(folder, options.Job, options.Generation);
        if (options.Rank == 0) SegmentFiles.RemoveAbandoned(folder);
        return Join(options, faults, path);
    }

    private static SegmentBoard Join(SegmentOptions options, FaultBoard faults, string path)
    {
        var layout = new SegmentLayout(options.Size, options.StagingBytes);
        var segment = options.Rank == 0 ? SegmentEntrance.Make(path, layout) : SegmentEntrance.Find(path, layout, options, faults);
        try
        {
            var board = new SegmentBoard(options, faults, layout, path, segment);
            if (SegmentEntrance.Attach(segment) == options.Size) segment.Unlink();
            return board;
        }
        catch
        {
            if (options.Rank == 0) segment.Unlink();
            throw;
        }
    }

    private static void Check(SegmentOptions options)
    {
        if (options.Size < 1) throw SegmentProblem.Option("Size", options.Size, "1 or more");
        if ((uint)options.Rank >= (uint)options.Size) throw SegmentProblem.Option("Rank", options.Rank, $"0 to {options.Size - 1}");
        if (options.StagingBytes < 32_768 || options.StagingBytes % (2 * SegmentLayout.PageBytes) != 0)
            throw SegmentProblem.Option("StagingBytes", options.StagingBytes, "a multiple of 8,192, at least 32,768");
        var isName = options.Job.Length is > 0 and <= 100;
        foreach (var letter in options.Job) isName &= char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.';
        if (!isName) throw SegmentProblem.Option("Job", $"'{options.Job}'", "1 to 100 letters, digits, '-' and '.'");
    }

    internal override nint StagingOf(int rank) => segment.Address + (nint)layout.StagingOffset(rank);

    internal override void Sleep(int rank, TimeSpan limit)
    {
        var woken = &SeatOf(rank)->Woken;
        if (canSleepOnWords)
        {
            if (Volatile.Read(ref *woken) == 0) LinuxCalls.Wait(woken, 0, limit);
        }
        else
        {
            var end = Environment.TickCount64 + (long)limit.TotalMilliseconds;
            while (Volatile.Read(ref *woken) == 0 && Environment.TickCount64 <= end) Thread.Sleep(1);
        }

        Interlocked.Exchange(ref *woken, 0);
    }

    // The call is made even if a wake-up stands already: whoever wrote that one may have died before its call.
    internal override void Wake(int rank)
    {
        var woken = &SeatOf(rank)->Woken;
        Interlocked.Exchange(ref *woken, 1);
        if (canSleepOnWords) LinuxCalls.Wake(woken);
    }

    internal override MemoryRing RingTo(int rank, int peer)
    {
        segment.Reserve(layout.RingOffset(rank, peer), SegmentLayout.RingBytes);
        return Ring(rank, peer, peer);
    }

    internal override MemoryRing FindRing(int rank, int peer) => Ring(peer, rank, peer);

    internal override MemoryBoard Split(MemoryGroup group, in CollectiveHeader header, string name, ReadOnlySpan<int> members)
    {
        var cores = IsCrowded ? 0 : options.Cores;
        var part = options with { Group = name, Rank = members.IndexOf(Rank), Size = members.Length, Cores = cores };
        var partPath = $"{path}.{group.OperationNumber}.{members[0]}";
        SegmentBoard? board = null;
        try
        {
            if (part.Rank == 0) board = Join(part, Faults, partPath);
            group.BeginShowing(header, 0);
            board ??= Join(part, Faults, partPath);
            group.EndShowing();
            return board;
        }
        catch (Exception problem)
        {
            if (problem is not CommunicationException) group.Abort(problem);
            board?.Dispose();
            throw;
        }
    }

    // The memory stays mapped until nothing refers to it: a fault may still want to wake us.
    public override void Dispose()
    {
        Faults.Raised -= WakeOwn;
        // While all is well the last rank to attach does it.
        if (Faults.Current is not null) segment.Unlink();
    }

    private MemoryRing Ring(int from, int to, int peer) =>
        new(peer, segment.Address + (nint)layout.RingEndsOffset(from, to), segment.Address + (nint)layout.RingOffset(from, to),
            SegmentLayout.RingBytes, segment);

    private RankSeat* SeatOf(int rank) => (RankSeat*)(segment.Address + (nint)layout.SeatOffset(rank));

    private void WakeOwn() => Wake(Rank);
}
