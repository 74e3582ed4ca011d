using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Tutti.TestKit;

namespace Tutti.EndToEnd.Tests;

/// <summary>Processes that cannot begin a job together: one clear error on each, and an end.</summary>
public sealed class JoinTests : IDisposable
{
    private static readonly string Secret = new('a', 64);
    private static readonly string OtherSecret = new('b', 64);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("5", "2", "RANK is wrong. Got '5'. Expected 0 to 1, because WORLD_SIZE is 2")]
    [InlineData("abc", "2", "RANK is wrong. Got 'abc'. Expected a number, 0 or more")]
    [InlineData("0", "", "WORLD_SIZE is missing. Got RANK without it")]
    public async Task Train_WrongVariables_IsWrongInputThatNamesThem(string rank, string size, string expected)
    {
        using var process = Start(rank, size, TuttiProcess.FreePort(), Secret);

        Assert.Contains(expected, await ErrorOfAsync(process, 2), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the job has no secret")]
    [InlineData("abc", "TUTTI_JOB_SECRET is not a job secret. Got 3 characters")]
    public async Task Train_NoSecretThatCouldBeOne_IsWrongInput(string secret, string expected)
    {
        using var process = Start("1", "2", TuttiProcess.FreePort(), secret);

        Assert.Contains(expected, await ErrorOfAsync(process, 2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_PortInUse_NamesThePort()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var process = Start(rank: 0, size: 2, port, Secret);

        Assert.Contains($"the port is in use. Got 'Address already in use' for port {port}", await ErrorOfAsync(process), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_WorldSizesDiffer_TellsBothRanks()
    {
        var port = TuttiProcess.FreePort();
        using var first = Start(rank: 0, size: 2, port, Secret);
        using var second = Start(rank: 1, size: 3, port, Secret);

        foreach (var process in new[] { first, second })
            Assert.Contains("the processes do not agree on the world size. Got 3", await ErrorOfAsync(process), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_SecretsDiffer_TellsTheStranger()
    {
        var port = TuttiProcess.FreePort();
        using var first = Start(rank: 0, size: 2, port, Secret);
        using var second = Start(rank: 1, size: 2, port, OtherSecret);

        var error = await ErrorOfAsync(second);

        Assert.Contains("do not have the same secret", error, StringComparison.Ordinal);
        Assert.DoesNotContain(OtherSecret, error, StringComparison.Ordinal);
    }

    private TuttiProcess Start(int rank, int size, int port, string secret) => Start(Text(rank), Text(size), port, secret);

    private TuttiProcess Start(string rank, string size, int port, string secret) => TuttiProcess.StartWith(
        folder.Path,
        new Dictionary<string, string>
        {
            ["RANK"] = rank, ["WORLD_SIZE"] = size, ["MASTER_ADDR"] = "127.0.0.1", ["MASTER_PORT"] = Text(port),
            ["TUTTI_JOB_SECRET"] = secret,
        },
        "train", "--model", "2nn", "--epochs", "1");

    private static async Task<string> ErrorOfAsync(TuttiProcess process, int exitCode = 1) =>
        (await process.WaitAsync()).Expect(exitCode).Error;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
