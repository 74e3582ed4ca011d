using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Tutti.Communication.Transports;

namespace Tutti.Communication.Membership;

/// <summary>
/// What a flight recorder holds, read while its writer works, is stuck, or is dead: the last operations in order, without one that was half
/// written.
/// </summary>
internal sealed class FlightReport
{
    // A writer that is in the middle of an entry is done with it at once, unless it died there.
    private const int Attempts = 4;

    private FlightReport(int rank, int processId, long frequency, FlightEntry[] operations)
    {
        Rank = rank;
        ProcessId = processId;
        Frequency = frequency;
        Operations = operations;
    }

    internal int Rank { get; }

    internal int ProcessId { get; }

    internal long Frequency { get; }

    /// <summary>Oldest first; at most 256.</summary>
    internal IReadOnlyList<FlightEntry> Operations { get; }

    /// <summary>The file of a rank; null if there is none that can be read.</summary>
    internal static FlightReport? Read(string folder, int rank)
    {
        try
        {
            // Mapped, not copied: only in the writer's own memory does the position before and after tell that an entry is whole.
            if (MappedBytes.OpenRead(FlightRecorder.PathOf(folder, rank), FlightRecorder.FileBytes) is not { } memory) return null;
            for (var attempt = 0; attempt < Attempts && HasOpenEntry(memory.Span); attempt++) Thread.Yield();
            var report = Of(memory.Span);
            GC.KeepAlive(memory);
            return report;
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The contents of such a file; null if they are something else.</summary>
    internal static FlightReport? Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != FlightRecorder.FileBytes || !bytes[..8].SequenceEqual(FlightRecorder.Magic)) return null;
        var frequency = BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]);
        if (frequency <= 0) return null;
        var entries = MemoryMarshal.Cast<byte, FlightEntry>(bytes[FlightRecorder.HeaderBytes..]);
        var operations = new List<FlightEntry>(entries.Length);
        for (var index = 0; index < entries.Length; index++)
        {
            ref readonly var entry = ref entries[index];
            var before = Volatile.Read(in entry.Position);
            var copy = entry;
            Interlocked.MemoryBarrier();
            if (before > 0 && (before - 1) % FlightRecorder.Entries == index && Volatile.Read(in entry.Position) == before)
                operations.Add(copy);
        }

        operations.Sort((left, right) => left.Position.CompareTo(right.Position));
        return new FlightReport(
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]), frequency,
                [.. operations]);
    }

    /// <summary>Where the rank is: in its newest operation that has not ended, else after its last.</summary>
    /// <param name="now">A timestamp of <see cref="Stopwatch"/> on the same machine.</param>
    internal RankActivity Activity(long now)
    {
        if (Operations.Count == 0) return RankActivity.None;
        for (var index = Operations.Count - 1; index >= 0; index--)
            if (Operations[index].Ended == 0) return Operations[index].ActivityAt(now, Frequency);
        return Operations[^1].ActivityAt(now, Frequency);
    }

    /// <summary>One line of a verdict.</summary>
    internal string Describe() => Activity(Stopwatch.GetTimestamp()).Describe(Rank, TimeSpan.Zero);

    private static bool HasOpenEntry(ReadOnlySpan<byte> bytes)
    {
        var entries = MemoryMarshal.Cast<byte, FlightEntry>(bytes[FlightRecorder.HeaderBytes..]);
        foreach (ref readonly var entry in entries)
            if (entry.Position == 0 && entry.Started != 0) return true;
        return false;
    }
}
