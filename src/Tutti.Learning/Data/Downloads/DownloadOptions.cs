namespace Tutti.Learning.Data.Downloads;

/// <summary>How patient a download is.</summary>
public sealed record DownloadOptions
{
    /// <summary>How long a server may take to begin its answer. Default: 30 seconds.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long nothing may arrive. Default: 30 seconds.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait while another process fetches the same file. Default: 30 minutes.</summary>
    public TimeSpan OtherProcessTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How many attempts in a row may fail without a byte more than ever before; at least 1. Default: 4.</summary>
    public int AttemptCount { get; init; } = 4;

    /// <summary>The pause after the first failure; it doubles with each further one. Default: half a second.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(0.5);
}
