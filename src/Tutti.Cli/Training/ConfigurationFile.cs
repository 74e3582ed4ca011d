using System.Text.Json;
using Tutti.Cli.Arguments;

namespace Tutti.Cli.Training;

/// <summary>A JSON file of settings as a list of paths and values; which paths exist is decided elsewhere.</summary>
internal static class ConfigurationFile
{
    private static readonly JsonDocumentOptions Format = new()
    {
        CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false, MaxDepth = 8,
    };

    internal static IReadOnlyList<(string Path, GivenValue Given)> Read(GivenValue file)
    {
        try
        {
            using var stream = File.OpenRead(file.Text);
            using var document = JsonDocument.Parse(stream, Format);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new InputException($"{file.Source}: not an object. Got a JSON {document.RootElement.ValueKind} in '{file.Text}'. " +
                    $"Expected for instance {{\"training\":{{\"epochs\":3}}}}.");
            return [.. Flatten(document.RootElement, "", file.Text)];
        }
        catch (JsonException problem)
        {
            throw new InputException($"{file.Source}: not JSON. Got '{file.Text}': {problem.Message}", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file.Source}: the file cannot be read. Got '{file.Text}': {problem.Message}", problem);
        }
    }

    private static IEnumerable<(string Path, GivenValue Given)> Flatten(JsonElement element, string prefix, string file)
    {
        foreach (var property in element.EnumerateObject())
        {
            var path = prefix + property.Name;
            var source = $"{path} in {file}";
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var inner in Flatten(property.Value, path + ".", file)) yield return inner;
                    break;
                case JsonValueKind.Null:
                    break;
                case JsonValueKind.Array:
                    throw new InputException($"{source}: a list. Got {property.Value.GetRawText()}. Expected one value.");
                default:
                    yield return (path, new GivenValue(source, property.Value.ToString()));
                    break;
            }
        }
    }
}
