using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tutti.Learning.Modules.Specification;

/// <summary>Reads a list of whole numbers, or one alone as a list of one: PyTorch's <c>kernel_size=3</c>. Writes lists.</summary>
internal sealed class NumberOrList : JsonConverter<int[]>
{
    public override int[] Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number) return [reader.GetInt32()];
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException();
        var values = new List<int>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var value)) throw new JsonException();
            values.Add(value);
        }
        return [.. values];
    }

    public override void Write(Utf8JsonWriter writer, int[] value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var number in value) writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }
}
