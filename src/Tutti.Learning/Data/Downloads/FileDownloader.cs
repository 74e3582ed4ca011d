using System.Net;
using System.Security.Cryptography;
using Tutti.Learning.Data.Sources;
using Tutti.Storage.Files;

namespace Tutti.Learning.Data.Downloads;

/// <summary>
/// Fetches files over HTTP. What arrives is kept in <c>name.part</c>, so that a later attempt asks only for the rest; the file gets its
/// name when its content has the expected SHA-256. Several processes may ask for one file: one fetches it, the others wait.
/// </summary>
public sealed class FileDownloader
{
    private static readonly TimeSpan LockPollInterval = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient client;
    private readonly DownloadOptions options;

    /// <summary>Makes a downloader.</summary>
    /// <param name="client">What requests go through; not disposed. Its own timeout must be infinite: the options have the limits.</param>
    /// <param name="options">How patient to be.</param>
    public FileDownloader(HttpClient client, DownloadOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.AttemptCount, 1);
        this.client = client;
        this.options = options;
    }

    /// <summary>A client whose timeouts are left to <see cref="DownloadOptions"/>.</summary>
    /// <returns>The client; the caller disposes it.</returns>
    public static HttpClient CreateClient() => new(new SocketsHttpHandler()) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Fetches a file, unless the target is there already.</summary>
    /// <param name="request">What, from where, to where.</param>
    /// <param name="progress">Told about the bytes that arrive.</param>
    /// <param name="cancellation">Stops; what has arrived is kept for the next time.</param>
    /// <returns>When the file has its name.</returns>
    /// <exception cref="DownloadException">It could not be fetched, or has another checksum.</exception>
    public async Task FetchAsync(
        DownloadRequest request, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(request.Target))!);
            using var own = await TakeLockAsync(request, cancellation).ConfigureAwait(false);
            if (File.Exists(request.Target)) return;
            await FetchLockedAsync(request, progress, cancellation).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is (IOException or UnauthorizedAccessException) and not DownloadException)
        {
            throw new DownloadException($"'{request.Target}' could not be written: {cause.Message}", cause);
        }
    }

    private async Task<FileLock> TakeLockAsync(DownloadRequest request, CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (FileLock.TryTake(request.Target) is { } taken) return taken;
            if (TimeProvider.System.GetElapsedTime(started) > options.OtherProcessTimeout)
                throw new DownloadException(
                    $"'{request.Target}' is being fetched by another process, which did not end in {options.OtherProcessTimeout}");
            await Task.Delay(LockPollInterval, cancellation).ConfigureAwait(false);
        }
    }

    private async Task FetchLockedAsync(DownloadRequest request, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var part = request.Target + ".part";
        var hadPart = File.Exists(part) && new FileInfo(part).Length > 0;
        await FetchPartAsync(request, part, progress, cancellation).ConfigureAwait(false);
        var found = Digest(part, request);
        if (found != request.Sha256 && hadPart)
        {
            // The part from before may be the start of another file.
            File.Delete(part);
            await FetchPartAsync(request, part, progress, cancellation).ConfigureAwait(false);
            found = Digest(part, request);
        }
        if (found != request.Sha256)
        {
            File.Delete(part);
            throw new DownloadException(
                $"{request.Address} has another content: got SHA-256 {found} (unpacked), expected {request.Sha256}; it was not kept");
        }
        File.Move(part, request.Target, overwrite: true);
    }

    private async Task FetchPartAsync(
        DownloadRequest request, string part, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var file = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        await using var closing = file.ConfigureAwait(false);
        var farthest = file.Length;
        var failures = 0;
        while (await TryOnceAsync(request, file, progress, cancellation).ConfigureAwait(false) is { } failure)
        {
            // Only bytes that no attempt had before are progress: a server that ignores ranges may fail at one place for ever.
            failures = file.Length > farthest ? 1 : failures + 1;
            farthest = Math.Max(farthest, file.Length);
            if (failures >= options.AttemptCount)
                throw new DownloadException($"{request.Address}: {failure.Message} (after {failures} attempts without progress)", failure);
            await Task.Delay(options.RetryDelay * (1 << Math.Min(failures - 1, 6)), cancellation).ConfigureAwait(false);
        }
        file.Flush(flushToDisk: true);
    }

    // Null if the file is complete, else why a further attempt is needed.
    private async Task<Exception?> TryOnceAsync(
        DownloadRequest request, FileStream file, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            await new DownloadAttempt(client, options, request, file, progress).RunAsync(cancellation).ConfigureAwait(false);
            return null;
        }
        catch (HttpRequestException cause) when (IsTemporary(cause))
        {
            return cause;
        }
        catch (HttpRequestException cause)
        {
            throw new DownloadException($"{request.Address}: {cause.Message}", cause);
        }
    }

    private static bool IsTemporary(HttpRequestException cause) =>
        cause.StatusCode is null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            or >= HttpStatusCode.InternalServerError;

    private static string Digest(string part, DownloadRequest request)
    {
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var content = PackedFile.OpenUnpacked(part);
            var buffer = new byte[1 << 16];
            long length = 0;
            // A little gzip may unpack to terabytes; more than expected is wrong in any case.
            while (length <= request.UnpackedBytes && content.Read(buffer) is var read and > 0)
            {
                hash.AppendData(buffer.AsSpan(0, read));
                length += read;
            }
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        catch (InvalidDataException)
        {
            return "none, the compression is damaged";
        }
    }
}
