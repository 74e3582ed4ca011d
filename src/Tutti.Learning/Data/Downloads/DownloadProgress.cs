namespace Tutti.Learning.Data.Downloads;

/// <summary>How far a download is.</summary>
/// <param name="FileName">The file.</param>
/// <param name="ReceivedBytes">What has arrived, in this attempt and before.</param>
/// <param name="TotalBytes">How large the file is, as far as the server says.</param>
public sealed record DownloadProgress(string FileName, long ReceivedBytes, long? TotalBytes);
