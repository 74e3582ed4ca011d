using System.Security.Cryptography;
using Tutti.Learning.Data.Downloads;
using Tutti.TestKit;
using static Tutti.Learning.Tests.Data.Downloads.ScriptedServer;

namespace Tutti.Learning.Tests.Data.Downloads;

public sealed class FileDownloaderTests : IDisposable
{
    private static readonly byte[] Content = MakeContent();
    private static readonly byte[] Packed = IdxBytes.Gzip(Content);

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient client = FileDownloader.CreateClient();

    private string Target => folder["cache", "file.gz"];

    public void Dispose()
    {
        client.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Fetch_HonestServer_StoresTheFileAndReportsProgress()
    {
        await using var server = new ScriptedServer(request => Serve(Packed, request));
        var reports = new List<DownloadProgress>();

        await FetchAsync(server, new Reports(reports));

        AssertStored();
        Assert.Equal(new DownloadProgress("file.gz", Packed.Length, Packed.Length), reports[^1]);
        Assert.Equal("/file.gz", server.Requests.Single().Path);
    }

    [Fact]
    public async Task Fetch_FileIsThere_AsksNobody()
    {
        await using var server = new ScriptedServer(request => Serve(Packed, request));
        await FetchAsync(server);
        await FetchAsync(server);

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Fetch_ConnectionDropsAgainAndAgain_ResumesWhereItWas()
    {
        // Each answer declares all that is left and brings only 10,000 bytes.
        await using var server = new ScriptedServer(request =>
        {
            var answer = Serve(Packed, request);
            return answer with { Body = answer.Body[..Math.Min(10_000, answer.Body.Length)], DeclaredLength = answer.Body.Length };
        });

        await FetchAsync(server);

        AssertStored();
        Assert.Equal((Packed.Length + 9_999) / 10_000, server.Requests.Count);
        Assert.Equal([.. Enumerable.Range(0, server.Requests.Count).Select(index => index == 0 ? (long?)null : 10_000 * index)],
            server.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task Fetch_PartFromAnEarlierAttempt_AsksForTheRestOnly()
    {
        WritePart(Packed[..30_000]);
        await using var server = new ScriptedServer(request => Serve(Packed, request));

        await FetchAsync(server);

        AssertStored();
        Assert.Equal([30_000L], server.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task Fetch_PartIsComplete_UsesIt()
    {
        WritePart(Packed);
        await using var server = new ScriptedServer(request => Serve(Packed, request));

        await FetchAsync(server);

        AssertStored();
    }

    [Fact]
    public async Task Fetch_PartIsLongerThanTheFile_StartsAgain()
    {
        WritePart(new byte[Packed.Length + 7]);
        await using var server = new ScriptedServer(request => Serve(Packed, request));

        await FetchAsync(server);

        AssertStored();
    }

    [Fact]
    public async Task Fetch_PartIsOfAnotherFile_StartsAgain()
    {
        WritePart(new byte[1000]);
        await using var server = new ScriptedServer(request => Serve(Packed, request));

        await FetchAsync(server);

        AssertStored();
        Assert.Equal([1000L, null], server.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task Fetch_ServerIgnoresRanges_TakesTheWholeFile()
    {
        WritePart(Packed[..30_000]);
        await using var server = new ScriptedServer(_ => Answer.Ok(Packed));

        await FetchAsync(server);

        AssertStored();
    }

    [Fact]
    public async Task Fetch_ServerSendsAnotherRange_StartsAgain()
    {
        WritePart(Packed[..30_000]);
        await using var server = new ScriptedServer(request => request.From is null
            ? Answer.Ok(Packed)
            : new Answer(206, [$"Content-Range: bytes 5-{Packed.Length - 1}/{Packed.Length}"], Packed[5..]));

        await FetchAsync(server);

        AssertStored();
    }

    [Fact]
    public async Task Fetch_DropsAlwaysAtOnePlaceAndIgnoresRanges_GivesUp()
    {
        await using var server = new ScriptedServer(_ => Answer.Ok(Packed[..10_000]) with { DeclaredLength = Packed.Length });

        var error = await Assert.ThrowsAsync<DownloadException>(() => FetchAsync(server));

        Assert.Contains(server.Address.ToString(), error.Message);
        // The first attempt is progress; three more are not.
        Assert.Equal(4, server.Requests.Count);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task Fetch_NoDeclaredLength_ReadsToTheEnd()
    {
        await using var server = new ScriptedServer(_ => Answer.Ok(Packed) with { DeclaredLength = null });

        await FetchAsync(server);

        AssertStored();
    }

    [Fact]
    public async Task Fetch_DeclaresLessThanTheFile_IsRefusedByItsChecksum()
    {
        await using var server = new ScriptedServer(_ => Answer.Ok(Packed) with { DeclaredLength = 5_000 });

        var error = await Assert.ThrowsAsync<DownloadException>(() => FetchAsync(server));

        Assert.Contains("another content", error.Message);
        AssertNothingLeft();
    }

    [Fact]
    public async Task Fetch_SendsFarMoreThanExpected_StopsEarly()
    {
        await using var server = new ScriptedServer(_ => Answer.Ok(new byte[10 * Content.Length]) with { DeclaredLength = null });

        var error = await Assert.ThrowsAsync<DownloadException>(() => FetchAsync(server));

        Assert.Contains("more arrives than the file can have", error.Message);
        Assert.Single(server.Requests);
        Assert.InRange(new FileInfo(Target + ".part").Length, 0, 2 * Content.Length);
    }

    [Fact]
    public async Task Fetch_ContentUnpacksToFarMore_StopsUnpacking()
    {
        var bomb = IdxBytes.Gzip(new byte[50_000_000]);
        Assert.True(bomb.Length < 300_000);
        await using var server = new ScriptedServer(_ => Answer.Ok(bomb));

        await Assert.ThrowsAsync<DownloadException>(() => FetchAsync(server, bytes: 300_000));

        AssertNothingLeft();
    }

    [Fact]
    public async Task Fetch_OtherContent_SaysBothChecksumsAndKeepsNothing()
    {
        byte[] other = [.. Content[..^1], (byte)(Content[^1] ^ 1)];
        await using var server = new ScriptedServer(_ => Answer.Ok(IdxBytes.Gzip(other)));

        var error = await Assert.ThrowsAsync<DownloadException>(() => FetchAsync(server));

        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(other)), error.Message);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(Content)), error.Message);
        AssertNothingLeft();
    }

    [Theory]
    [InlineData(404, 1)]
    [InlineData(403, 1)]
    [InlineData(503, 4)]
    [InlineData(429, 4)]
    public async Task Fetch_ErrorStatus_IsRepeatedOnlyIfItMayPass(int status, int requests)
    {
        await using var server = new ScriptedServer(_ => new Answer(status, [], []));

        var error = await Assert.ThrowsAsync<DownloadException>(() => FetchAsync(server));

        Assert.Contains($"{status}", error.Message);
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task Fetch_BusyOnce_Succeeds()
    {
        var count = 0;
        await using var server = new ScriptedServer(request =>
            Interlocked.Increment(ref count) == 1 ? new Answer(503, [], []) : Serve(Packed, request));

        await FetchAsync(server);

        AssertStored();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Fetch_ServerFallsSilent_EndsAtItsDeadline(bool hasAnswered)
    {
        await using var server = new ScriptedServer(_ => hasAnswered
            ? Answer.Ok(Packed[..100]) with { DeclaredLength = Packed.Length, IsSilentAfterwards = true }
            : Answer.Silence);
        var options = Patience with
        {
            AnswerTimeout = hasAnswered ? Patience.AnswerTimeout : TimeSpan.FromMilliseconds(100),
            StallTimeout = hasAnswered ? TimeSpan.FromMilliseconds(100) : Patience.StallTimeout,
        };

        var error = await Assert.ThrowsAsync<DownloadException>(() => FetchAsync(server, options: options));

        Assert.Contains("nothing arrived for", error.Message);
    }

    [Fact]
    public async Task Fetch_Cancelled_EndsAndKeepsThePart()
    {
        using var cancellation = new CancellationTokenSource();
        await using var server = new ScriptedServer(_ =>
            Answer.Ok(Packed[..10_000]) with { DeclaredLength = Packed.Length, IsSilentAfterwards = true });
        var cancelling = new CancelOnReport(cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FetchAsync(server, cancelling, cancellation: cancellation.Token));

        Assert.True(new FileInfo(Target + ".part").Length > 0);
    }

    [Fact]
    public async Task Fetch_NobodyListens_SaysTheAddress()
    {
        Uri address;
        await using (var server = new ScriptedServer(_ => Answer.Ok([]))) address = server.Address;

        var error = await Assert.ThrowsAsync<DownloadException>(() => new FileDownloader(client, Patience).FetchAsync(Request(address)));

        Assert.Contains(address.ToString(), error.Message);
    }

    [Fact]
    public async Task Fetch_TwiceAtOnce_FetchesOnce()
    {
        await using var server = new ScriptedServer(request => Serve(Packed, request));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => FetchAsync(server)));

        AssertStored();
        Assert.Single(server.Requests);
    }

    private static DownloadOptions Patience { get; } = new()
    {
        AnswerTimeout = TimeSpan.FromSeconds(20),
        StallTimeout = TimeSpan.FromSeconds(20),
        OtherProcessTimeout = TimeSpan.FromSeconds(60),
        RetryDelay = TimeSpan.FromMilliseconds(1),
    };

    // Hard to compress, so that the packed file is about as long.
    private static byte[] MakeContent()
    {
        var content = new byte[100_000];
        new System.Random(5).NextBytes(content);
        return content;
    }

    private Task FetchAsync(
        ScriptedServer server, IProgress<DownloadProgress>? progress = null, DownloadOptions? options = null, long? bytes = null,
        CancellationToken cancellation = default) =>
        new FileDownloader(client, options ?? Patience).FetchAsync(Request(server.Address, bytes), progress, cancellation);

    private DownloadRequest Request(Uri address, long? bytes = null) => new(
        new Uri(address, "file.gz"), Target, bytes ?? Content.Length, Convert.ToHexStringLower(SHA256.HashData(Content)));

    private void WritePart(byte[] part)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        File.WriteAllBytes(Target + ".part", part);
    }

    private void AssertStored()
    {
        Assert.Equal(Packed, File.ReadAllBytes(Target));
        Assert.False(File.Exists(Target + ".part"));
    }

    private void AssertNothingLeft()
    {
        Assert.False(File.Exists(Target));
        Assert.False(File.Exists(Target + ".part"));
    }

    private sealed class Reports(List<DownloadProgress> reports) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => reports.Add(value);
    }

    private sealed class CancelOnReport(CancellationTokenSource cancellation) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => cancellation.Cancel();
    }
}
