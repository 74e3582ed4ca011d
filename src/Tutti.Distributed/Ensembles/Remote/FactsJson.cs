using System.Text.Json;
using System.Text.Json.Nodes;
using Tutti.Tensors;

namespace Tutti.Distributed.Ensembles.Remote;

/// <summary><see cref="NodeFacts"/> as JSON: every field is checked, unknown ones are refused.</summary>
internal static class FactsJson
{
    private static readonly string[] Known = ["name", "version", "sampleShape", "trainingSamples", "validationScore"];
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    internal static byte[] Write(NodeFacts facts) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["name"] = facts.Name,
        ["version"] = facts.Version,
        ["sampleShape"] = new JsonArray([.. facts.SampleShape.ToArray().Select(size => (JsonNode)size)]),
        ["trainingSamples"] = facts.TrainingSamples,
        ["validationScore"] = facts.ValidationScore,
    });

    /// <exception cref="InvalidDataException">It is not what <see cref="Write"/> gives; the message lists every problem.</exception>
    internal static NodeFacts Read(ReadOnlyMemory<byte> json) => Read(json, Problems);

    /// <summary>Reads what a rank of this job wrote, whose values nobody needs to check: its name may be anything.</summary>
    internal static NodeFacts ReadTrusted(ReadOnlyMemory<byte> json) => Read(json, _ => []);

    /// <summary>What is wrong with facts, whoever made them.</summary>
    internal static IEnumerable<string> Problems(NodeFacts facts)
    {
        if (!RemoteProtocol.IsName(facts.Name)) yield return "name is not 1 to 64 letters, digits, '-', '_' or '.'";
        if (!RemoteProtocol.IsVersion(facts.Version)) yield return "version is not 1 to 128 letters, digits, '-', '_', '.', ':' or '+'";
        if (facts.SampleShape.ElementCount < 1) yield return $"sampleShape is {facts.SampleShape}, expected at least one element";
        if (facts.TrainingSamples < 0) yield return $"trainingSamples is {facts.TrainingSamples}, expected at least 0";
        if (facts.ValidationScore is { } score && !(score is >= 0 and <= 1)) yield return $"validationScore is {score}, expected 0 to 1";
    }

    private static NodeFacts Read(ReadOnlyMemory<byte> json, Func<NodeFacts, IEnumerable<string>> check)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return Read(document.RootElement, check);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // Strings with lone surrogates are found only when they are read.
            throw new InvalidDataException($"NodeFacts: not JSON. Got {json.Length} bytes: {RemoteProtocol.Clean(broken.Message)} " +
                $"Expected one object.");
        }
    }

    private static NodeFacts Read(JsonElement root, Func<NodeFacts, IEnumerable<string>> check)
    {
        if (root.ValueKind != JsonValueKind.Object) throw Wrong([$"it is {root.ValueKind}, not an object"]);
        List<string> problems = [.. root.EnumerateObject().Where(field => !Known.Contains(field.Name))
            .Select(field => $"'{RemoteProtocol.Clean(field.Name)}' is unknown")];
        var facts = new NodeFacts(Text(root, "name"), Text(root, "version"), ReadShape(root, problems))
        {
            TrainingSamples = ReadCount(root, problems), ValidationScore = ReadScore(root, problems),
        };
        problems.AddRange(check(facts));
        return problems.Count == 0 ? facts : throw Wrong(problems);
    }

    private static string Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.String ? field.GetString()! : "";

    private static Shape ReadShape(JsonElement root, List<string> problems)
    {
        if (root.TryGetProperty("sampleShape", out var field) && field.ValueKind == JsonValueKind.Array && field.GetArrayLength() <= Shape.MaximumRank)
        {
            var sizes = field.EnumerateArray().Select(size => size.ValueKind == JsonValueKind.Number && size.TryGetInt32(out var value) ? value : 0).ToArray();
            if (sizes.All(size => size > 0) && sizes.Aggregate(1.0, (product, size) => product * size) <= int.MaxValue) return Shape.Create(sizes);
        }
        problems.Add($"sampleShape is not a list of at most {Shape.MaximumRank} sizes of at least 1");
        return [];
    }

    private static long ReadCount(JsonElement root, List<string> problems)
    {
        if (!root.TryGetProperty("trainingSamples", out var field)) return 0;
        if (field.ValueKind == JsonValueKind.Number && field.TryGetInt64(out var count)) return count;
        problems.Add("trainingSamples is not a whole number");
        return 0;
    }

    private static double? ReadScore(JsonElement root, List<string> problems)
    {
        if (!root.TryGetProperty("validationScore", out var field) || field.ValueKind == JsonValueKind.Null) return null;
        if (field.ValueKind == JsonValueKind.Number && field.TryGetDouble(out var score)) return score;
        problems.Add("validationScore is not a number");
        return null;
    }

    private static InvalidDataException Wrong(IEnumerable<string> problems) =>
        new($"NodeFacts: the facts do not fit. Got: {string.Join("; ", problems)}. Expected the fields {string.Join(", ", Known)}.");
}
