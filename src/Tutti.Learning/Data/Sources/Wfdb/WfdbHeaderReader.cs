using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Tutti.Learning.Data.Sources.Wfdb;

/// <summary>
/// Reads headers: comments, a record line, then a line a signal, or a segment. Fields are separated by white space and may end early.
/// </summary>
internal sealed partial class WfdbHeaderReader
{
    private const int MostSignals = 10_000, MostSegments = 1_000_000;
    private const double DefaultFrequency = 250, DefaultGain = 200;
    private const int DefaultResolution = 12, DifferenceResolution = 10, MostPerFrame = 100_000;

    private readonly string path;
    private readonly bool isSegment;
    private readonly List<WfdbSignal> signals = [];
    private readonly List<WfdbSegment> segments = [];
    private int signalCount, segmentCount;
    private long line;

    private WfdbHeaderReader(string path, bool isSegment) => (this.path, this.isSegment) = (path, isSegment);

    /// <summary>Reads a header; that of a segment must not have segments itself.</summary>
    public static WfdbHeader Read(string path, bool isSegment = false)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException(
                $"WfdbHeader: there is no such record. Got '{path}', where there is no file. Expected a record's header. Check the path.", path);
        using var lines = new LineReader(
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 12), path, "WfdbHeader");
        return new WfdbHeaderReader(path, isSegment).Read(lines);
    }

    private WfdbHeader Read(LineReader lines)
    {
        WfdbHeader? record = null;
        var comments = new List<string>();
        while (lines.TryRead(out var bytes))
        {
            line = lines.LineNumber;
            var text = Encoding.UTF8.GetString(bytes).Trim();
            if (text.Length == 0) continue;
            if (text[0] == '#') comments.Add(text[1..].Trim());
            else if (record is null) record = ReadRecord(text);
            else if (segments.Count < segmentCount) segments.Add(ReadSegment(text));
            else if (segmentCount == 0 && signals.Count < signalCount) signals.Add(ReadSignal(text));
            else throw Broken(
                $"one more line: '{text}'",
                $"{(segmentCount > 0 ? $"{segmentCount} segments" : $"{signalCount} signals")}, as the record line says");
        }
        if (record is null) throw Broken("no record line", "the record's name and number of signals");
        if (segments.Count < segmentCount)
            throw Broken($"{segments.Count} of several segments", $"{segmentCount}, as the record line says");
        if (segmentCount > 0) signals.AddRange(SignalsOfSegments());
        if (signals.Count != signalCount) throw Broken($"{signals.Count} signals", $"{signalCount}, as the record line says");
        return record with { Signals = signals, Segments = segments, Comments = comments };
    }

    private WfdbHeader ReadRecord(string text)
    {
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        string[] name = fields[0].Split('/', 2);
        if (name.Length > 1)
        {
            if (isSegment) throw Broken($"the segment '{name[0]}' of several segments itself", "a segment in one piece");
            segmentCount = (int)Whole(name, 1, "number of segments", 1, MostSegments, null);
        }
        signalCount = (int)Whole(fields, 1, "number of signals", 0, MostSignals, null);
        var (frequency, counterFrequency, counter) = ReadFrequency(fields.ElementAtOrDefault(2));
        var samples = Whole(fields, 3, "number of samples", 0, long.MaxValue, 0);
        return new WfdbHeader(name[0], frequency, samples == 0 ? null : samples, [], [])
        {
            CounterFrequency = counterFrequency, BaseCounter = counter,
            BaseTime = fields.ElementAtOrDefault(4), BaseDate = fields.ElementAtOrDefault(5),
        };
    }

    private WfdbSegment ReadSegment(string text)
    {
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        CheckFileName(fields[0], "segment");
        var count = Whole(fields, 1, "number of samples of a segment", 0, int.MaxValue, null);
        if (count == 0)
            throw Broken(
                $"the segment '{fields[0]}' without samples, which lists the signals of a variable layout",
                "segments that all have the same signals. Read its segments one by one");
        return new WfdbSegment(fields[0] == "~" ? null : fields[0], count);
    }

    private IReadOnlyList<WfdbSignal> SignalsOfSegments()
    {
        var first = segments.Find(segment => segment.Name is not null) ?? throw Broken("nothing but gaps", "a segment with signals");
        return Read(Path.Combine(Path.GetDirectoryName(path)!, WfdbPath.OfHeader(first.Name!)), isSegment: true).Signals;
    }

    // The counter's frequency and base value may follow a slash.
    private (double Frequency, double CounterFrequency, double Counter) ReadFrequency(string? text)
    {
        if (text is null) return (DefaultFrequency, DefaultFrequency, 0);
        var match = FrequencyField().Match(text);
        if (!match.Success || !TryNumber(match.Groups["frequency"], out var frequency) || !(frequency > 0))
            throw Broken($"the sampling frequency '{text}'", "a number above 0, perhaps with the counter's after a slash");
        if (!match.Groups["counter"].Success) return (frequency, frequency, 0);
        var (counterFrequency, counter) = (frequency, 0.0);
        if (!TryNumber(match.Groups["counter"], out counterFrequency)
            || match.Groups["base"].Success && !TryNumber(match.Groups["base"], out counter))
            throw Broken($"the counter frequency '{text}'", "a number, perhaps with the base value in brackets");
        return (frequency, counterFrequency > 0 ? counterFrequency : frequency, counter);
    }

    private WfdbSignal ReadSignal(string text)
    {
        var fields = text.Split((char[]?)null, 9, StringSplitOptions.RemoveEmptyEntries);
        var fileName = fields[0];
        CheckFileName(fileName, "file");
        var format = ReadFormat(fields.ElementAtOrDefault(1) ?? throw Broken($"'{text}'", "a file and a format"));
        var zero = (int)Whole(fields, 4, "converter's zero", int.MinValue, int.MaxValue, 0);
        var (gain, baseline, units) = ReadGain(fields.ElementAtOrDefault(2), zero);
        var resolution = (int)Whole(fields, 3, "converter's resolution", 0, 64, 0);
        if (resolution == 0) resolution = format.Number == WfdbFormat.Differences ? DifferenceResolution : DefaultResolution;
        short? checksum = fields.Length > 6 ? (short)Whole(fields, 6, "checksum", short.MinValue, ushort.MaxValue, null) : null;
        // Negative sizes say that the file cannot be sought in.
        Whole(fields, 7, "block size", int.MinValue, int.MaxValue, 0);
        return new WfdbSignal(
            fileName, format.Number, format.Offset, gain, baseline, units, resolution, zero,
            (int)Whole(fields, 5, "initial value", int.MinValue, int.MaxValue, zero), checksum, fields.ElementAtOrDefault(8)?.Trim() ?? "",
            format.PerFrame, format.Skew);
    }

    private void CheckFileName(string name, string what)
    {
        if (name.AsSpan().ContainsAny('/', '\\') || name is "." or "..")
            throw Broken($"the {what} '{name}'", "a file in the header's own folder");
    }

    private (int Number, int PerFrame, int Skew, long Offset) ReadFormat(string text)
    {
        var match = FormatField().Match(text);
        if (!match.Success) throw Broken($"the format '{text}'", "a number, such as 212");
        var number = (int)Part(match, "format", int.MaxValue, 0);
        if (!WfdbFormat.IsKnown(number))
            throw Broken(
                $"the format {number}", $"one of {WfdbFormat.Names}, which are the formats that are supported. Convert the record with " +
                "xform");
        var perFrame = (int)Part(match, "frame", MostPerFrame, 1);
        return (number, Math.Max(1, perFrame), (int)Part(match, "skew", int.MaxValue, 0), Part(match, "offset", long.MaxValue, 0));
    }

    private long Part(Match match, string name, long most, long absent)
    {
        if (match.Groups[name] is not { Success: true } given) return absent;
        return long.TryParse(given.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= most
            ? value
            : throw Broken($"the {name} {given.Value} in the format '{match.Value}'", $"a whole number of at most {most}");
    }

    private static bool TryNumber(Group text, out double value) =>
        double.TryParse(text.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private (double Gain, int Baseline, string Units) ReadGain(string? text, int zero)
    {
        if (text is null) return (DefaultGain, zero, "mV");
        var match = GainField().Match(text);
        if (!match.Success || !double.TryParse(match.Groups["gain"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var gain)
            || !double.IsFinite(gain))
            throw Broken($"the gain '{text}'", "a number, perhaps with a baseline in brackets and a unit after a slash");
        var baseline = zero;
        if (match.Groups["baseline"] is { Success: true } given
            && !int.TryParse(given.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out baseline))
            throw Broken($"the baseline '{given.Value}'", "a whole number of 32 bits");
        return (gain == 0 ? DefaultGain : gain, baseline, match.Groups["units"] is { Success: true } units ? units.Value : "mV");
    }

    private long Whole(string[] fields, int index, string what, long least, long most, long? absent)
    {
        if (index >= fields.Length) return absent ?? throw Broken($"no {what}", "one");
        var isNumber = long.TryParse(fields[index], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value);
        return isNumber && value >= least && value <= most
            ? value
            : throw Broken($"the {what} '{fields[index]}'", $"a whole number of {least} to {most}");
    }

    private InvalidDataException Broken(string found, string expected) => new(
        $"WfdbHeader: a broken header in '{path}', line {line}. Got {found}. Expected {expected}.");

    [GeneratedRegex(@"^(?<frequency>[^/(]+)(/(?<counter>[^(]+)(\((?<base>[^)]*)\))?)?$")]
    private static partial Regex FrequencyField();

    [GeneratedRegex(@"^(?<format>\d{1,9})(x(?<frame>\d+))?(:(?<skew>\d+))?(\+(?<offset>\d+))?$")]
    private static partial Regex FormatField();

    [GeneratedRegex(@"^(?<gain>[^(/]+)(\((?<baseline>[^)]*)\))?(/(?<units>.+))?$")]
    private static partial Regex GainField();
}
