using System.Collections.Concurrent;
using System.Text.Json;
using Tutti.TestKit;

namespace Tutti.EndToEnd.Tests;

/// <summary>A training of ten steps, which ends with the same bits wherever and by however many workers it is done.</summary>
internal static class ShortTraining
{
    private static readonly ConcurrentDictionary<int, Lazy<Task<string>>> Digests = new();

    internal static string[] Arguments(int shards, params string[] more) =>
        ["train", "--model", "mlp", "--epochs", "1", "--batch-size", "1000", "--shards", $"{shards}", "--json", "--quiet", .. more];

    /// <summary>The digest that one worker thread leaves.</summary>
    internal static Task<string> DigestAsync(int shards) => Digests.GetOrAdd(shards, _ => new Lazy<Task<string>>(() => TrainAloneAsync(shards))).Value;

    /// <summary>That the training succeeded, how its bytes moved, and its bits.</summary>
    internal static async Task CheckAsync(TuttiProcess.Outcome outcome, int shards, int workers, string transport)
    {
        var json = outcome.Expect(0).Json;
        using var record = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(json.GetProperty("folder").GetString()!, "run.json")));

        Assert.Equal(workers, json.GetProperty("workers").GetInt32());
        Assert.Equal(transport, record.RootElement.GetProperty("options").GetProperty("distribution.transport").GetString());
        Assert.Equal(await DigestAsync(shards), json.GetProperty("weightsSha256").GetString());
    }

    private static async Task<string> TrainAloneAsync(int shards)
    {
        using var folder = new TemporaryFolder();
        var outcome = (await TuttiProcess.RunAsync(folder.Path, Arguments(shards, "--workers", "1"))).Expect(0);
        return outcome.Json.GetProperty("weightsSha256").GetString()!;
    }
}
