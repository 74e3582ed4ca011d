using Tutti.Cli.Arguments;
using Tutti.Cli.Detection;
using Tutti.TestKit;

namespace Tutti.Cli.Tests.Arguments;

public sealed class RemoteNodeFlagsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_OfNodesAndTokens_HasDefaults()
    {
        var request = Read("--nodes", "2", "--token-file", Tokens())!;

        Assert.Equal((2, "0.0.0.0:7443", TimeSpan.FromSeconds(60)), (request.Count, request.Listen.ToString(), request.Wait));
        Assert.Equal(["a", "b"], request.Tokens.Names);
        Assert.Null(request.Certificate);
        Assert.Null(request.ClientAuthorities);
    }

    [Fact]
    public void Read_OfNothing_MeansNoNodesElsewhere() => Assert.Null(Read());

    [Fact]
    public void Read_WithoutNodes_NamesEveryFlagThatNeedsThem()
    {
        var refusal = Assert.Throws<InputException>(() => Read("--listen", "80", "--node-wait", "1"));

        Assert.StartsWith("tutti detect: --listen, --node-wait: only for nodes elsewhere. Got no --nodes.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfManyThatAreWrong_ReportsAll()
    {
        var refusal = Assert.Throws<InputException>(() => Read(
            "--nodes", "0", "--listen", "here", "--token-file", folder["absent"], "--certificate", "my.pem", "--client-ca", folder["absent"], "--node-wait", "1e9"));

        Assert.All(
            [
                "--nodes: not a number that fits", "--listen: not an address", "--token-file: cannot be read",
                "--certificate, --certificate-key: one without the other. Got --certificate only", "--client-ca: cannot be read",
                "--node-wait: not a number that fits. Got '1e9'. Expected a number from 0 to 86400",
            ],
            part => Assert.Contains(part, refusal.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_WithoutTokens_SaysHowTheyAreMade() => Assert.Contains(
        "--token-file: missing. Got none. Expected a file with a line NAME TOKEN", Assert.Throws<InputException>(() => Read("--nodes", "1")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Read_OfTokensThatDoNotFit_NeverShowsThem()
    {
        File.WriteAllText(folder["tokens"], "a secret-token-0123456789\na secret-token-9876543210\n");

        var refusal = Assert.Throws<InputException>(() => Read("--nodes", "1", "--token-file", folder["tokens"]));

        Assert.Contains("line 2: 'a' has a token already", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    private string Tokens()
    {
        File.WriteAllText(folder["tokens"], "a token-of-a-0123456789\nb token-of-b-0123456789\n");
        return folder["tokens"];
    }

    private static RemoteRequest? Read(params string[] args)
    {
        var command = new System.CommandLine.Command("detect");
        var flags = new RemoteNodeFlags(command);
        return flags.Read(command.Parse(args));
    }
}
