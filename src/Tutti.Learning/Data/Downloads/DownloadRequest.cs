namespace Tutti.Learning.Data.Downloads;

/// <summary>One file to fetch, and what it must hold.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Target">Where it goes; the folder is made.</param>
/// <param name="UnpackedBytes">The size of its content, unpacked if it is compressed with gzip.</param>
/// <param name="Sha256">The SHA-256 of its content, unpacked if it is compressed with gzip, in lower-case hexadecimal.</param>
public sealed record DownloadRequest(Uri Address, string Target, long UnpackedBytes, string Sha256)
{
    /// <summary>No honest compressed file is larger: hasty compressors write at most 9 bits a byte, and a header.</summary>
    internal long MaximumBytes => UnpackedBytes + UnpackedBytes / 8 + (1 << 16);

    internal string FileName => Path.GetFileName(Target);
}
