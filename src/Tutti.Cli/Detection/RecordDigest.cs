using System.Security.Cryptography;
using System.Text;
using Tutti.Learning.Data.Sources.Wfdb;

namespace Tutti.Cli.Detection;

/// <summary>What recordings hold, in a few letters: a training that goes on notices that one was changed, came or went.</summary>
internal static class RecordDigest
{
    /// <summary>The SHA-256 of all headers, signals and annotations, in the order of the records. Each file is read once.</summary>
    internal static string Of(IEnumerable<string> records, string annotator)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var record in records)
            foreach (var file in FilesOf(record, annotator).Distinct())
                Add(digest, file);
        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    private static IEnumerable<string> FilesOf(string record, string annotator)
    {
        yield return $"{record}.{annotator}";
        foreach (var file in FilesOf(record, isSegment: false)) yield return file;
    }

    private static IEnumerable<string> FilesOf(string record, bool isSegment)
    {
        yield return $"{record}.hea";
        var folder = Path.GetDirectoryName(record)!;
        WfdbHeader header;
        try
        {
            header = WfdbHeader.Read(record);
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException or NotSupportedException)
        {
            // The member that reads it says so.
            yield break;
        }
        foreach (var signal in header.Signals) yield return Path.Combine(folder, signal.FileName);
        // A segment of segments is refused when it is read.
        if (isSegment) yield break;
        foreach (var name in header.Segments.Select(segment => segment.Name).OfType<string>())
            foreach (var file in FilesOf(Path.Combine(folder, name), isSegment: true)) yield return file;
    }

    // With name and length, so that no two lists of files are alike.
    private static void Add(IncrementalHash digest, string file)
    {
        try
        {
            var bytes = File.ReadAllBytes(file);
            digest.AppendData(Encoding.UTF8.GetBytes($"{file}\0{bytes.LongLength}\0"));
            digest.AppendData(bytes);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            digest.AppendData(Encoding.UTF8.GetBytes($"{file}\0absent\0"));
        }
    }
}
