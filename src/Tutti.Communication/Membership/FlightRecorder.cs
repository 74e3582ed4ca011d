using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Tutti.Communication.Collectives;
using Tutti.Communication.Transports;

namespace Tutti.Communication.Membership;

/// <summary>
/// The last 256 operations of a rank, in a mapped file of the job's folder, so that they can be read when the process is dead or stuck.
/// Allocates nothing; an entry costs two reads of the clock and some twenty stores. Any thread writes, several at once too.
/// </summary>
/// <remarks>
/// The file: 64 bytes of header (0–7 magic, 8–11 rank, 12–15 process id, 16–19 entries, 20–23 bytes of an entry, 24–31 ticks of the clock a
/// second), then the entries as a ring (<see cref="FlightEntry"/>): the n-th operation, counted from 1, is at (n − 1) mod 256.
/// </remarks>
internal sealed class FlightRecorder
{
    internal const int Entries = 256;
    internal const int HeaderBytes = 64;
    internal const int EntryBytes = 64;
    internal const int FileBytes = HeaderBytes + Entries * EntryBytes;

    private const int Recent = 8;

    private readonly MappedBytes memory;
    private long position;

    private FlightRecorder(MappedBytes memory, int rank)
    {
        this.memory = memory;
        var header = memory.Span[..HeaderBytes];
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], rank);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], Environment.ProcessId);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], Entries);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], EntryBytes);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], Stopwatch.Frequency);
        Magic.CopyTo(header);
    }

    internal static ReadOnlySpan<byte> Magic => "TUTFLT1\0"u8;

    /// <summary>Where the rank is now.</summary>
    internal RankActivity Activity
    {
        get
        {
            var last = Volatile.Read(ref position);
            if (last == 0) return RankActivity.None;
            var now = Stopwatch.GetTimestamp();
            // Groups that run beside each other: the newest operation that still runs.
            for (var own = last; own > Math.Max(0, last - Recent); own--)
                if (EntryOf(own) is { Ended: 0 } entry) return entry.ActivityAt(now, Stopwatch.Frequency);
            return EntryOf(last).ActivityAt(now, Stopwatch.Frequency);
        }
    }

    /// <summary>In the job's folder if it has one, else in memory.</summary>
    internal static FlightRecorder Create(string? folder, int rank) =>
        new(folder is null ? MappedBytes.InProcess(FileBytes) : MappedBytes.Create(PathOf(folder, rank), FileBytes), rank);

    internal static string PathOf(string folder, int rank) => Path.Combine(folder, $"rank-{rank}.flight");

    /// <summary>An operation begins.</summary>
    /// <returns>What <see cref="End"/> needs.</returns>
    internal long Begin(in CollectiveHeader header, int context, long number)
    {
        var own = Interlocked.Increment(ref position);
        ref var entry = ref EntryOf(own);
        // Readers trust an entry only if its position is the same before and after they have read it.
        Volatile.Write(ref entry.Position, 0);
        Interlocked.MemoryBarrier();
        entry.Number = number;
        entry.Started = Stopwatch.GetTimestamp();
        entry.Ended = 0;
        entry.Count = header.Count;
        entry.Detail = header.Detail;
        entry.Digest = header.Digest;
        entry.Operation = (byte)header.Operation;
        entry.Element = (byte)header.Element;
        entry.Reduction = (byte)header.Reduction;
        entry.Context = context;
        Volatile.Write(ref entry.Position, own);
        GC.KeepAlive(this);
        return own;
    }

    /// <summary>It ended, in whatever way.</summary>
    internal void End(long ticket)
    {
        ref var entry = ref EntryOf(ticket);
        if (Volatile.Read(ref entry.Position) == ticket) Volatile.Write(ref entry.Ended, Stopwatch.GetTimestamp());
        GC.KeepAlive(this);
    }

    private ref FlightEntry EntryOf(long ticket) =>
        ref MemoryMarshal.AsRef<FlightEntry>(memory.Span.Slice(HeaderBytes + (int)((ticket - 1) & (Entries - 1)) * EntryBytes, EntryBytes));
}
