using System.Diagnostics;
using Tutti.Learning.Runs;

namespace Tutti.Learning.Tests.Runs;

public sealed class SecretRemoverTests
{
    [Theory]
    [InlineData("--token hunter2", "--token ***")]
    [InlineData("--token=hunter2", "--token=***")]
    [InlineData("--token=a,b;hunter2 c", "--token=***")]
    [InlineData("--API-Key hunter2 --epochs 3", "--API-Key *** --epochs 3")]
    [InlineData("--password -hunter2", "--password ***")]
    [InlineData("--password --hunter2 --epochs", "--password *** --epochs")]
    [InlineData("--client-secret-file hunter2", "--client-secret-file ***")]
    [InlineData("--set server.token=hunter2", "--set server.token=***")]
    [InlineData("-secret hunter2", "-secret ***")]
    [InlineData("DB_PASSWORD=hunter2", "DB_PASSWORD=***")]
    [InlineData("https://me:hunter2@host/path", "https://***@host/path")]
    [InlineData("https://hunter2@host", "https://***@host")]
    [InlineData("postgres://me:hun/ter2@x@host/db", "postgres://***@host/db")]
    [InlineData("https://host/path?token=hunter2&x=1", "https://host/path?token=***&x=1")]
    [InlineData("Host=h;Password=hunter2;Username=me", "Host=h;Password=***;Username=me")]
    [InlineData("{\"apiKey\":\"hunter2\",\"n\":1}", "{\"apiKey\":***,\"n\":1}")]
    [InlineData("Authorization:|Bearer hunter2", "Authorization:|Bearer ***")]
    public void Clean_Secrets_AreRemoved(string given, string expected)
    {
        // Arguments are separated by blanks here, except where | stands for a blank inside one.
        string[] arguments = given.StartsWith("--token=a", StringComparison.Ordinal) || given.Contains('|')
            ? [given.Replace('|', ' ')] : given.Split(' ');

        var cleaned = string.Join(' ', SecretRemover.Clean(arguments));

        Assert.Equal(expected.Replace('|', ' '), cleaned);
        Assert.DoesNotContain("hunter2", cleaned);
    }

    [Theory]
    [InlineData("train --data mnist --model cnn --epochs 12 --seed 7 --set optimizer.beta1=0.9")]
    [InlineData("https://example.org/path?x=1 --out /home/me/runs")]
    [InlineData("")]
    public void Clean_NoSecrets_ChangesNothing(string given) =>
        Assert.Equal(given, string.Join(' ', SecretRemover.Clean(given.Split(' '))));

    [Fact]
    public void Clean_NamedValues_RemovesThoseWithSecretNames()
    {
        var cleaned = SecretRemover.Clean(new Dictionary<string, string> { ["clientToken"] = "hunter2", ["epochs"] = "3", ["url"] = "http://a:hunter2@b" });

        Assert.Equal(new Dictionary<string, string> { ["clientToken"] = "***", ["epochs"] = "3", ["url"] = "http://***@b" }, cleaned);
    }

    [Fact]
    public void CleanText_LongHarmlessText_IsQuick()
    {
        var text = new string('a', 200_000) + " " + string.Concat(Enumerable.Repeat("key", 2_000));
        var watch = Stopwatch.StartNew();

        Assert.Equal(text, SecretRemover.CleanText(text));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }
}
