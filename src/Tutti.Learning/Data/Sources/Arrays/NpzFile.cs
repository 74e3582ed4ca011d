using System.IO.Compression;
using Tutti.Storage.Files;

namespace Tutti.Learning.Data.Sources.Arrays;

/// <summary>
/// Reads and writes NumPy's <c>.npz</c> files: zip archives of <c>.npy</c> files, stored (<c>numpy.savez</c>) or deflated
/// (<c>numpy.savez_compressed</c>).
/// </summary>
public static class NpzFile
{
    private const string Extension = ".npy";

    // Deflate codes at most 258 bytes in two bits, hence 1032 in a byte; what declares more lies.
    private const long MostExpansion = 1032, ExpansionSlack = 1024;

    private static readonly DateTimeOffset FixedTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads all arrays.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What to read, and what it may cost; default: see <see cref="NpzOptions"/>.</param>
    /// <returns>The arrays by name, without the <c>.npy</c> of their files.</returns>
    /// <exception cref="ArgumentException">The options are wrong.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is no zip archive, holds anything but arrays of numbers, a name twice, or an array that is damaged (checksum), truncated or
    /// unpacks to more than declared or allowed.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<string, NumericArray> Read(string path, NpzOptions? options = null)
    {
        options ??= new NpzOptions();
        if (options.MaximumUnpackedBytes < 1)
            throw new ArgumentException(
                $"NpzFile: an impossible limit. Got {options.MaximumUnpackedBytes}. Expected at least 1.", nameof(options));
        return ReadArchive(path, archive =>
        {
            CheckDeclared(archive, path, options.MaximumUnpackedBytes);
            var arrays = new Dictionary<string, NumericArray>(StringComparer.Ordinal);
            foreach (var entry in archive.Entries.Where(entry => options.Names?.Contains(NameOf(entry, path)) ?? true))
                if (!arrays.TryAdd(NameOf(entry, path), Read(entry, path)))
                    throw new InvalidDataException(
                        $"NpzFile: '{path}' holds '{entry.FullName}' twice. Expected each array to have its own name.");
            return arrays;
        });
    }

    /// <summary>The names of all arrays, whatever they hold; nothing is unpacked.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The names, in the file's order.</returns>
    /// <exception cref="InvalidDataException">The file is no zip archive, or holds anything but arrays.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<string> Names(string path) =>
        ReadArchive<IReadOnlyList<string>>(path, archive => [.. archive.Entries.Select(entry => NameOf(entry, path))]);

    /// <summary>Writes arrays; the previous file survives whatever goes wrong. The same arguments give the same bytes.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="arrays">The arrays by name; they are written in the order in which they are enumerated.</param>
    /// <param name="compress">Whether to deflate them. Default: true.</param>
    /// <exception cref="ArgumentException">A name is empty, too long, or no plain name; nothing was replaced.</exception>
    /// <exception cref="IOException">The file could not be written; the previous one is unchanged.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, NumericArray> arrays, bool compress = true)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        foreach (var name in arrays.Keys)
            if (name.Length is 0 or > 1000 || name.AsSpan().ContainsAny('/', '\\', '\0'))
                throw new ArgumentException(
                    $"NpzFile: an impossible name. Got '{name}'. Expected 1 to 1000 characters without slashes.", nameof(arrays));
        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var (name, array) in arrays)
            {
                var entry = archive.CreateEntry(name + Extension, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
                entry.LastWriteTime = FixedTime;
                using var content = entry.Open();
                NpyFormat.Write(content, array);
            }
        });
    }

    private static T ReadArchive<T>(string path, Func<ZipArchive, T> read)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        try
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Read);
            return read(archive);
        }        catch (Exception cause) when (PackedFile.IsDamage(cause) && !IsOurs(cause))
        {
            throw new InvalidDataException(
                $"NpzFile: '{path}' is no valid zip archive. Got: {cause.Message} Expected a whole .npz file. Get the file again.", cause);
        }
    }

    private static void CheckDeclared(ZipArchive archive, string path, long limit)
    {
        var total = default(Int128);
        foreach (var entry in archive.Entries)
        {
            var most = (Int128)MostExpansion * entry.CompressedLength + ExpansionSlack;
            if (entry.Length < 0 || entry.CompressedLength < 0 || entry.Length > most)
                throw new InvalidDataException(
                    $"NpzFile: '{entry.FullName}' in '{path}' declares an impossible size. Got {entry.Length} bytes from " +
                    $"{entry.CompressedLength} packed ones. Expected at most {MostExpansion} times as many. The file is damaged or " +
                    "malicious.");
            total += entry.Length;
        }
        if (total > limit)
            throw new InvalidDataException(
                $"NpzFile: '{path}' unpacks to too much. Got {total} bytes declared. Expected at most {limit}. " +
                "Raise MaximumUnpackedBytes if the file is to be trusted.");
    }

    private static string NameOf(ZipArchiveEntry entry, string path) =>
        entry.FullName.EndsWith(Extension, StringComparison.Ordinal)
            ? entry.FullName[..^Extension.Length]
            : throw new InvalidDataException(
                $"NpzFile: '{path}' holds something else than arrays. Got '{entry.FullName}'. Expected names that end with {Extension}.");

    private static NumericArray Read(ZipArchiveEntry entry, string path)
    {
        var where = $"'{entry.FullName}' in '{path}'";
        using var unpacked = entry.Open();
        using var content = new ChecksummedStream(unpacked);
        var array = NpyFormat.Read(content, entry.Length, where);
        if (content.ReadByte() >= 0)
            throw new InvalidDataException(
                $"NpzFile: {where} unpacks to more than declared. Got more than {entry.Length} bytes. Get the file again.");
        if (content.Crc32 != entry.Crc32)
            throw new InvalidDataException(
                $"NpzFile: checksum mismatch of {where}. Got CRC-32 {content.Crc32:x8}. Expected {entry.Crc32:x8}. Get the file again.");
        return array;
    }

    private static bool IsOurs(Exception cause) =>
        cause.Message.StartsWith("NpzFile:", StringComparison.Ordinal) || cause.Message.StartsWith("NpyFile:", StringComparison.Ordinal);
}
