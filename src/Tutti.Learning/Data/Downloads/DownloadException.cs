namespace Tutti.Learning.Data.Downloads;

/// <summary>A file could not be fetched; the message has its address and the last reason.</summary>
public sealed class DownloadException : IOException
{
    internal DownloadException(string message, Exception? cause = null) : base(message, cause)
    {
    }
}
