using Tutti.Learning.Data.Downloads;

namespace Tutti.Cli.Output;

/// <summary>Tells how far a download is: a line when a file begins, and one each tenth of it.</summary>
internal sealed class DownloadDisplay(TextWriter error, bool isQuiet) : IProgress<DownloadProgress>
{
    private readonly Lock gate = new();
    private string? file;
    private int tenths;

    public void Report(DownloadProgress value)
    {
        if (isQuiet) return;
        lock (gate)
        {
            var now = value.TotalBytes is > 0 and var total ? (int)(value.ReceivedBytes * 10 / total) : 0;
            if (value.FileName == file && now == tenths) return;
            (file, tenths) = (value.FileName, now);
            var whole = value.TotalBytes is { } size ? Words.Bytes(size) : "an unknown size";
            error.WriteLine($"fetching {value.FileName}: {Words.Bytes(value.ReceivedBytes)} of {whole}");
        }
    }
}
