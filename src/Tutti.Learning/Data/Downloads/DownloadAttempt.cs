using System.Net;
using System.Net.Http.Headers;

namespace Tutti.Learning.Data.Downloads;

/// <summary>
/// One request for what is missing of a file. All that goes wrong on the way is an <see cref="HttpRequestException"/>; only trouble with
/// the own disk is another <see cref="IOException"/>.
/// </summary>
internal sealed class DownloadAttempt(
    HttpClient client, DownloadOptions options, DownloadRequest request, FileStream file, IProgress<DownloadProgress>? progress)
{
    /// <summary>Appends to the file what is missing of it.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        file.Position = file.Length;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            deadline.CancelAfter(options.AnswerTimeout);
            using var message = new HttpRequestMessage(HttpMethod.Get, request.Address);
            if (file.Position > 0) message.Headers.Range = new RangeHeaderValue(file.Position, null);
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, deadline.Token)
                .ConfigureAwait(false);
            if (!PlaceAnswer(response, out var total)) return;
            await CopyAsync(response.Content, total, deadline).ConfigureAwait(false);
        }
        catch (OperationCanceledException cause) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException(
                $"nothing arrived for {options.AnswerTimeout} (answer) or {options.StallTimeout} (content)", cause);
        }
    }

    // Moves to where in the file the answer belongs; false if the file is complete without it.
    private bool PlaceAnswer(HttpResponseMessage response, out long? total)
    {
        var range = response.Content.Headers.ContentRange;
        total = range?.Length;
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && file.Position > 0)
        {
            // Asked for what comes after the end: either there is nothing more, or the part is of another file.
            if (total == file.Length) return false;
            Restart();
            throw new HttpRequestException("the server's file is shorter than what arrived before");
        }
        response.EnsureSuccessStatusCode();
        if (response.StatusCode == HttpStatusCode.PartialContent)
        {
            if (range?.From == file.Position) return true;
            Restart();
            throw new HttpRequestException($"the server sent another part than asked for ({range})");
        }
        // The server ignores ranges: this is the whole file.
        Restart();
        total = response.Content.Headers.ContentLength;
        return true;
    }

    private void Restart()
    {
        file.SetLength(0);
        file.Position = 0;
    }

    private async Task CopyAsync(HttpContent content, long? total, CancellationTokenSource deadline)
    {
        var stream = await content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
        await using var closing = stream.ConfigureAwait(false);
        var buffer = new byte[1 << 16];
        while (true)
        {
            deadline.CancelAfter(options.StallTimeout);
            var read = await ReadAsync(stream, buffer, deadline.Token).ConfigureAwait(false);
            if (read == 0) break;
            if (file.Position + read > request.MaximumBytes)
            {
                Restart();
                throw new HttpRequestException(
                    $"more arrives than the file can have ({request.MaximumBytes} bytes)", null, HttpStatusCode.RequestEntityTooLarge);
            }
            await file.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None).ConfigureAwait(false);
            progress?.Report(new DownloadProgress(request.FileName, file.Position, total));
        }
        if (total is { } expected && file.Position < expected)
            throw new HttpRequestException($"the content ended early (got {file.Position} of {expected} bytes)");
    }

    private static async Task<int> ReadAsync(Stream stream, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false);
        }
        catch (IOException cause)
        {
            throw new HttpRequestException(cause.Message, cause);
        }
    }
}
