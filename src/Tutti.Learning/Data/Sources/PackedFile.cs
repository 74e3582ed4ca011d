using System.IO.Compression;

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
            return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
