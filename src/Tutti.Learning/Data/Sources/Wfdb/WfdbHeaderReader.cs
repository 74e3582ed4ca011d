using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Tutti.Learning.Data.Sources.Wfdb;

/// <summary>Reads headers: comments, a record line, then a line a signal. Fields are separated by white space and may end early.</summary>
internal sealed partial class WfdbHeaderReader
{
    private const int MostSignals = 10_000;
    private const double DefaultFrequency = 250, DefaultGain = 200;
    private const int DefaultResolution = 12;

    private readonly string path;
    private long line;

    private WfdbHeaderReader(string path) => this.path = path;

    public static WfdbHeader Read(string path)
    {
        using var lines = new LineReader(
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 12), path, "WfdbHeader");
        return new WfdbHeaderReader(path).Read(lines);
    }

    private WfdbHeader Read(LineReader lines)
    {
        WfdbHeader? record = null;
        var signalCount = 0;
        var signals = new List<WfdbSignal>();
        var comments = new List<string>();
        while (lines.TryRead(out var bytes))
        {
            line = lines.LineNumber;
            var text = Encoding.UTF8.GetString(bytes).Trim();
            if (text.Length == 0) continue;
            if (text[0] == '#') comments.Add(text[1..].Trim());
            else if (record is null) (record, signalCount) = ReadRecord(text);
            else if (signals.Count < signalCount) signals.Add(ReadSignal(text));
            else throw Broken($"one more line: '{text}'", $"{signalCount} signals, as the record line says");
        }
        if (record is null) throw Broken("no record line", "the record's name and number of signals");
        if (signals.Count < signalCount) throw Broken($"{signals.Count} signals", $"{signalCount}, as the record line says");
        return record with { Signals = signals, Comments = comments };
    }

    private (WfdbHeader, int) ReadRecord(string text)
    {
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields[0].Contains('/')) throw Broken(
            $"the record '{fields[0]}' of several segments", "one segment. Read its segments one by one");
        var signalCount = (int)Whole(fields, 1, "number of signals", 0, MostSignals, null);
        var frequency = DefaultFrequency;
        if (fields.Length > 2)
        {
            // The counter's frequency and base value may follow a slash.
            var given = fields[2].Split('/')[0];
            var isNumber = double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out frequency);
            if (!isNumber || !(frequency > 0 && double.IsFinite(frequency)))
                throw Broken($"the sampling frequency '{fields[2]}'", "a number above 0");
        }
        var samples = Whole(fields, 3, "number of samples", 0, long.MaxValue, 0);
        return (new WfdbHeader(fields[0], frequency, samples == 0 ? null : samples, [], []), signalCount);
    }

    private WfdbSignal ReadSignal(string text)
    {
        var fields = text.Split((char[]?)null, 9, StringSplitOptions.RemoveEmptyEntries);
        var fileName = fields[0];
        if (fileName.AsSpan().ContainsAny('/', '\\') || fileName is "." or "..")
            throw Broken($"the file '{fileName}'", "a file in the header's own folder");
        var (format, offset) = ReadFormat(fields.ElementAtOrDefault(1) ?? throw Broken($"'{text}'", "a file and a format"));
        var zero = (int)Whole(fields, 4, "converter's zero", int.MinValue, int.MaxValue, 0);
        var (gain, baseline, units) = ReadGain(fields.ElementAtOrDefault(2), zero);
        var resolution = (int)Whole(fields, 3, "converter's resolution", 0, 64, 0);
        short? checksum = fields.Length > 6 ? (short)Whole(fields, 6, "checksum", short.MinValue, ushort.MaxValue, null) : null;
        Whole(fields, 7, "block size", 0, int.MaxValue, 0);
        return new WfdbSignal(
            fileName, format, offset, gain, baseline, units, resolution == 0 ? DefaultResolution : resolution, zero,
            (int)Whole(fields, 5, "initial value", int.MinValue, int.MaxValue, zero), checksum, fields.ElementAtOrDefault(8)?.Trim() ?? "");
    }

    private (int Format, long Offset) ReadFormat(string text)
    {
        var match = FormatField().Match(text);
        if (!match.Success) throw Broken($"the format '{text}'", "a number, such as 212");
        if (match.Groups["format"].Value is not ("16" or "212"))
            throw Broken(
                $"the format {match.Groups["format"].Value}", "16 or 212, which are the formats that are supported. Convert the record " +
                "with xform");
        if (match.Groups["frame"] is { Success: true, Value: not "1" } frame)
            throw Broken(
                $"{frame.Value} samples a frame", "one; other frequencies than the record's are not supported. Convert the record with " +
                "xform");
        if (match.Groups["skew"] is { Success: true, Value: not "0" } skew)
            throw Broken($"a skew of {skew.Value} samples", "none; skewed signals are not supported. Convert the record with xform");
        var offset = match.Groups["offset"].Value;
        if (offset.Length == 0) return (match.Groups["format"].Value == "16" ? 16 : 212, 0);
        return long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? (match.Groups["format"].Value == "16" ? 16 : 212, bytes)
            : throw Broken($"the byte offset '{offset}'", "a whole number");
    }

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

    [GeneratedRegex(@"^(?<format>\d{1,9})(x(?<frame>\d+))?(:(?<skew>\d+))?(\+(?<offset>\d+))?$")]
    private static partial Regex FormatField();

    [GeneratedRegex(@"^(?<gain>[^(/]+)(\((?<baseline>[^)]*)\))?(/(?<units>.+))?$")]
    private static partial Regex GainField();
}
