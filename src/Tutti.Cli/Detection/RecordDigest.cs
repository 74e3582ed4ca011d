using System.Security.Cryptography;
using System.Text;
using Tutti.Learning.Data.Sources.Wfdb;

namespace Tutti.Cli.Detection;

/// <summary>What recordings hold, in a few letters: a training that goes on notices that one was changed, came or went.</summary>
internal static class RecordDigest
{
    /// <summary>The SHA-256 of all headers, signals and annotations, in the order of the records; reads each file once.</summary>
    internal static string Of(IEnumerable<string> records, string annotator, CancellationToken cancellation)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in records.SelectMany(record => FilesOf(record, annotator).Distinct()))
        {
            cancellation.ThrowIfCancellationRequested();
            digest.AppendData(Encoding.UTF8.GetBytes($"{file}\0"));
            digest.AppendData(DigestOf(file));
        }
        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    private static IEnumerable<string> FilesOf(string record, string annotator)
    {
        var folder = Path.GetDirectoryName(record)!;
        var header = RecordHeader.TryRead(record);
        // A segment of segments is refused when it is read.
        var segments = RecordHeader.SegmentsOf(header).Select(name => Path.Combine(folder, name))
            .SelectMany(segment => FilesOf(segment, RecordHeader.TryRead(segment), folder));
        return [$"{record}.{annotator}", .. FilesOf(record, header, folder), .. segments];
    }

    private static IEnumerable<string> FilesOf(string record, WfdbHeader? header, string folder) =>
        [$"{record}.hea", .. header?.Signals.Select(signal => Path.Combine(folder, signal.FileName)) ?? []];

    // Zeros for a file that cannot be read.
    private static byte[] DigestOf(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return SHA256.HashData(stream);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new byte[SHA256.HashSizeInBytes];
        }
    }
}
