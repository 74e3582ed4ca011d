using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Tutti.Cli.Output;
using Tutti.Communication;
using Tutti.Communication.Rendezvous;
using Tutti.Learning.Data.Catalog;

namespace Tutti.Cli.Commands;

/// <summary>
/// <c>tutti doctor --cluster</c>: what the processes of a job find before the job. Rank 0 prints; a problem makes every rank
/// fail.
/// </summary>
internal static class ClusterDoctor
{
    internal static Option<bool> Cluster { get; } = new("--cluster")
    {
        Description = "Run by every process of a job ('tutti launch -n 3 -- tutti doctor --cluster'): who reaches whom, what differs, " +
            "how wide links are",
    };

    internal static Option<string[]> Data { get; } = new("--data")
    {
        Description = "With --cluster: data sets that every machine should have alike", HelpName = "NAME",
            AllowMultipleArgumentsPerToken = true,
    };

    internal static async Task<int> RunAsync(Invocation invocation, DataCatalog catalog)
    {
        var digests = new Dictionary<string, string>();
        foreach (var name in invocation.Parse.GetValue(Data) ?? [])
            digests[name] = InputException.From(() => catalog.Find(name)) is { } location ? DigestOf(location.Folder) : "absent";
        var report = await ClusterCheck.RunAsync(new ClusterCheckOptions { DataDigests = digests }, invocation.Cancellation)
            .ConfigureAwait(false);
        if (report.Rank == 0) Print(invocation.Report, report);
        return report.Problems.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Print(Report output, ClusterReport report)
    {
        output.Table(
            ["rank", "machine", "process", "Tutti", ".NET", "clock", "reaches", "round trip", "width"],
            report.Ranks.Select(rank => Row(rank, [.. report.Links.Where(link => link.From == rank.Rank)])), 0, 2, 5, 7, 8);
        output.Line();
        foreach (var problem in report.Problems) output.Line($"problem: {problem}");
        if (report.Problems.Count == 0) output.Line($"{Words.Count(report.Ranks.Count, "rank")}, no problem found.");
        output.Json(new JsonObject
        {
            ["ranks"] = new JsonArray([.. report.Ranks.Select(Facts)]),
            ["links"] = new JsonArray([.. report.Links.Select(Facts)]),
            ["problems"] = Report.List(report.Problems),
        });
    }

    private static string[] Row(ClusterRank rank, ClusterLink[] links)
    {
        var reached = links.Where(link => link.Problem is null).ToArray();
        return
        [
            $"{rank.Rank}", rank.HostName, $"{rank.ProcessId}", rank.Version, rank.Runtime,
            rank.ClockOffset.TotalSeconds.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture) + " s",
            $"{reached.Length} of {links.Length}",
            reached.Length == 0 ? "–"
                : (reached.Max(link => link.RoundTrip.TotalMicroseconds) / 1000).ToString("F2", CultureInfo.InvariantCulture) + " ms",
            reached.Min(link => link.BytesPerSecond) is { } width ? Words.Bytes((long)width) + "/s" : "–",
        ];
    }

    private static JsonObject Facts(ClusterRank rank) => new()
    {
        ["rank"] = rank.Rank, ["machine"] = rank.HostName, ["host"] = rank.Host, ["process"] = rank.ProcessId, ["version"] = rank.Version,
        ["runtime"] = rank.Runtime, ["clockSeconds"] = rank.ClockOffset.TotalSeconds,
        ["data"] = new JsonObject(rank.DataDigests.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value))),
    };

    private static JsonObject Facts(ClusterLink link) => new()
    {
        ["from"] = link.From, ["to"] = link.To, ["problem"] = link.Problem, ["roundTripSeconds"] = link.RoundTrip.TotalSeconds,
        ["bytesPerSecond"] = Report.Number(link.BytesPerSecond),
    };

    // Names and contents of all files, so that a copy on another machine has the same digest wherever it lies.
    private static string DigestOf(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, path).Replace('\\', '/') + "\n"));
            using var file = File.OpenRead(path);
            hash.AppendData(SHA256.HashData(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
