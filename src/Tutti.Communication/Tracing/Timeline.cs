using System.Diagnostics;
using System.Text.Json;

namespace Tutti.Communication.Tracing;

/// <summary>
/// What one rank did when: spans of time with a name, kept in memory and written as a Chrome trace (chrome://tracing, Perfetto). A full
/// timeline forgets its oldest spans. Noting a span takes well under a microsecond and no memory. Thread-safe.
/// </summary>
public sealed class Timeline
{
    // Ranks of a machine share the monotonic clock, so that their spans line up to a few microseconds; across machines as far as clocks do.
    private static readonly long ClockStart = Stopwatch.GetTimestamp();
    private static readonly double ClockStartMicroseconds = (DateTime.UtcNow - DateTime.UnixEpoch).TotalMicroseconds;

    private readonly Lock gate = new();
    private readonly Span[] spans;
    private long count;

    /// <summary>An empty timeline.</summary>
    /// <param name="capacity">How many spans it keeps, at least 1. Default 65,536 (3 MB).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is less than 1.</exception>
    public Timeline(int capacity = 65_536)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        spans = new Span[capacity];
    }

    /// <summary>How many spans were forgotten because there were too many.</summary>
    public long ForgottenCount => Math.Max(0, Volatile.Read(ref count) - spans.Length);

    /// <summary>Notes a span that ends now.</summary>
    /// <param name="name">What was done, for instance <c>step</c>; a constant, so that noting takes no memory.</param>
    /// <param name="category">A group of names that viewers can filter by.</param>
    /// <param name="start">When it began, from <see cref="Stopwatch.GetTimestamp"/>.</param>
    /// <param name="number">Which one it was, for instance the step; shown with the span.</param>
    /// <param name="elementCount">How much was moved, where that means something; shown with the span.</param>
    public void Add(string name, string category, long start, long number = 0, long elementCount = 0)
    {
        var span = new Span(name, category, start, Stopwatch.GetTimestamp(), number, elementCount, Environment.CurrentManagedThreadId);
        lock (gate) spans[(int)(count++ % spans.Length)] = span;
    }

    /// <summary>Writes one file with the timelines of all ranks, one row of the viewer a rank. Collective.</summary>
    /// <param name="group">The ranks.</param>
    /// <param name="path">The file, written by rank 0 only; overwritten.</param>
    /// <exception cref="IOException">Rank 0 cannot write it.</exception>
    /// <exception cref="UnauthorizedAccessException">Rank 0 may not write it.</exception>
    public void Write(ProcessGroup group, string path)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var joined = group.Gather<byte>(Serialize(group));
        if (group.Rank == 0) WriteFile(path, joined);
    }

    /// <summary>
    /// Writes one file with this rank's timeline alone: what is left to a group that has faulted, and gathers nothing any more. Not
    /// collective.
    /// </summary>
    /// <param name="group">The ranks; names this one in the file.</param>
    /// <param name="path">The file; overwritten. Every rank needs its own.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void WriteOwn(ProcessGroup group, string path)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        WriteFile(path, Serialize(group));
    }

    private static void WriteFile(string path, byte[] events)
    {
        using var file = File.Create(path);
        file.Write("[\n"u8);
        // Each event ends with a comma; the last one is not allowed to.
        file.Write(events.AsSpan(..^2));
        file.Write("\n]\n"u8);
    }

    private byte[] Serialize(ProcessGroup group)
    {
        using var buffer = new MemoryStream();
        WriteEvent(buffer, json =>
        {
            json.WriteString("name", "process_name");
            json.WriteString("ph", "M");
            json.WriteNumber("pid", group.Rank);
            json.WriteStartObject("args");
            json.WriteString("name", $"rank {group.Rank} of {group.Size}");
            json.WriteEndObject();
        });
        lock (gate)
            for (var index = Math.Max(0, count - spans.Length); index < count; index++)
            {
                var span = spans[(int)(index % spans.Length)];
                WriteEvent(buffer, json => Write(json, group.Rank, span));
            }

        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, int rank, in Span span)
    {
        json.WriteString("name", span.Name);
        json.WriteString("cat", span.Category);
        json.WriteString("ph", "X");
        json.WriteNumber("ts", Microseconds(span.Start));
        json.WriteNumber("dur", Stopwatch.GetElapsedTime(span.Start, span.End).TotalMicroseconds);
        json.WriteNumber("pid", rank);
        json.WriteNumber("tid", span.Thread);
        json.WriteStartObject("args");
        json.WriteNumber("number", span.Number);
        if (span.ElementCount > 0) json.WriteNumber("elements", span.ElementCount);
        json.WriteEndObject();
    }

    private static void WriteEvent(MemoryStream buffer, Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        buffer.Write(",\n"u8);
    }

    private static double Microseconds(long timestamp) =>
        Math.Round(ClockStartMicroseconds + Stopwatch.GetElapsedTime(ClockStart, timestamp).TotalMicroseconds, 3);

    private readonly record struct Span(string Name, string Category, long Start, long End, long Number, long ElementCount, int Thread);
}
