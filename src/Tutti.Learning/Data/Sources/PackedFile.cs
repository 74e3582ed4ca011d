namespace Tutti.Learning.Data.Sources;

/// <summary>Files that may or may not be compressed with gzip; their first two bytes tell, not their name.</summary>
internal static class PackedFile
{
    public static Stream OpenUnpacked(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        try
        {
            var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
            file.Position = 0;
            return isGzip ? new GzipContent(file) : file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads from such a file; damaged compression becomes an error that names the file.</summary>
    public static int Read(Stream content, Span<byte> buffer, string path, string reader)
    {
        try
        {
            return content.Read(buffer);
        }
        catch (Exception cause) when (IsDamage(cause))
        {
            throw Damaged(path, reader, cause);
        }
    }

    /// <summary>
    /// Whether the runtime's decompression says that the data is damaged. It has two ways to say so, and the type of one is not public.
    /// </summary>
    public static bool IsDamage(Exception cause) =>
        cause is InvalidDataException || cause is IOException && cause.GetType().Name == "ZLibException";

    /// <summary>The error for damaged compression.</summary>
    public static InvalidDataException Damaged(string path, string reader, Exception cause) => new(
        $"{reader}: the gzip compression of '{path}' is damaged. Got: {cause.Message} Expected a whole .gz file. Get the file " +
        "again.", cause);
}
