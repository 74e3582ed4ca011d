using System.Text.Json;

namespace Tutti.Cli.Verification;

/// <summary>
/// The attributes of a golden case, read strictly: what nobody asked for makes the case unsupported, and so does a value that the reader
/// does not know. Each attribute is read once.
/// </summary>
internal sealed class GoldenAttributes
{
    private readonly Dictionary<string, JsonElement> left;
    private readonly string owner;

    internal GoldenAttributes(JsonElement attributes, string owner)
    {
        if (attributes.ValueKind != JsonValueKind.Object) throw new InvalidDataException($"Golden case: {owner} is no JSON object. " +
            $"Got {attributes.ValueKind}.");
        this.owner = owner;
        left = attributes.EnumerateObject().ToDictionary(property => property.Name, property => property.Value);
    }

    internal JsonElement Any(string name) => left.Remove(name, out var value)
        ? value
        : throw new UnsupportedCaseException($"{owner} lacks '{name}'");

    internal bool Flag(string name) => Any(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        var value => throw Unknown(name, value),
    };

    internal int Whole(string name) => WholeOf(name, Any(name));

    internal double Number(string name) =>
        Any(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble()
            : throw new UnsupportedCaseException($"{owner}: '{name}' is no number");

    internal int? WholeOrNull(string name) => Any(name) is { ValueKind: not JsonValueKind.Null } value ? WholeOf(name, value) : null;

    internal double? NumberOrNull(string name) => Any(name) switch
    {
        { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.Number } value => value.GetDouble(),
        var value => throw Unknown(name, value),
    };

    internal string Text(string name) =>
        Any(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()!
            : throw new UnsupportedCaseException($"{owner}: '{name}' is no text");

    internal int[] WholeList(string name) => WholeListOrNull(name) ?? throw new UnsupportedCaseException($"{owner}: '{name}' is null");

    internal int[]? WholeListOrNull(string name) => Any(name) switch
    {
        { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(item => WholeOf(name, item))],
        var value => throw Unknown(name, value),
    };

    internal string[] TextList(string name) => Any(name) is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Select(item => item.GetString()!)]
        : throw new UnsupportedCaseException($"{owner}: '{name}' is no list");

    internal (int Height, int Width) Pair(string name) =>
        WholeList(name) is [var height, var width] ? (height, width)
            : throw new UnsupportedCaseException($"{owner}: '{name}' has not two entries");

    internal GoldenAttributes Nested(string name) => new(Any(name), $"{owner}: {name}");

    /// <summary>Accepts only this value; any other asks for what is not there.</summary>
    internal void Require(string name, bool value)
    {
        if (Flag(name) != value) throw new UnsupportedCaseException($"{owner}: '{name}' other than {value}");
    }

    internal void RequireNull(string name)
    {
        if (Any(name) is { ValueKind: not JsonValueKind.Null } value) throw Unknown(name, value);
    }

    /// <summary>Every attribute must have been read by now.</summary>
    internal void Finish()
    {
        if (left.Count > 0) throw new UnsupportedCaseException($"{owner}: unknown attribute '{string.Join("', '", left.Keys)}'");
    }

    internal UnsupportedCaseException Unknown(string name, JsonElement value) =>
        new($"{owner}: unknown value {value.GetRawText()} of '{name}'");

    private int WholeOf(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : throw Unknown(name, value);
}
