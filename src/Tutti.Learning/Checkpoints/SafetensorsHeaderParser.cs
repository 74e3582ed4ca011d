using System.Text.Json;
using System.Text.Unicode;
using Tutti.Tensors;

namespace Tutti.Learning.Checkpoints;

/// <summary>Reads a header token by token, since a document model would let duplicate names pass.</summary>
internal ref struct SafetensorsHeaderParser(ReadOnlySpan<byte> json)
{
    private readonly ReadOnlySpan<byte> text = json;
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    // A tensor's array of dimensions is the deepest place: object, object, array.
    private Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = 3 });

    public List<SafetensorsEntry> Entries { get; } = [];

    public List<long> Offsets { get; } = [];

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    public void Parse()
    {
        if (text.IsEmpty || text[0] != (byte)'{')
            throw new SafetensorsFormatException("the header does not begin with '{'. Get the file again.");
        if (!Utf8.IsValid(text)) throw new SafetensorsFormatException("the header is not UTF-8. Get the file again.");
        reader.Read();
        while (NextIsProperty())
        {
            var name = ReadString("a name");
            if (!names.Add(name))
                throw new SafetensorsFormatException($"the name '{name}' occurs twice. Expected each tensor to have its own name.");
            if (name == SafetensorsHeader.MetadataName) ReadMetadata();
            else ReadEntry(name);
        }
        // The reader itself refuses anything but white space after the object.
        reader.Read();
    }

    private void ReadMetadata()
    {
        Expect(JsonTokenType.StartObject, SafetensorsHeader.MetadataName, "an object of texts");
        while (NextIsProperty())
        {
            var key = ReadString("a key of the metadata");
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw new SafetensorsFormatException($"the metadata '{key}' is no text. Got {reader.TokenType}. Expected a string.");
            if (!Metadata.TryAdd(key, ReadString($"the metadata '{key}'")))
                throw new SafetensorsFormatException($"the metadata '{key}' occurs twice.");
        }
    }

    private void ReadEntry(string name)
    {
        Expect(JsonTokenType.StartObject, name, "an object with dtype, shape and data_offsets");
        SafetensorsStorage? storage = null;
        Shape? shape = null;
        (long Begin, long End)? offsets = null;
        while (NextIsProperty())
        {
            var key = ReadString($"a key of the tensor '{name}'");
            var isNew = key switch
            {
                "dtype" => storage is null,
                "shape" => shape is null,
                "data_offsets" => offsets is null,
                _ => throw new SafetensorsFormatException(
                    $"the tensor '{name}' has an unknown key. Got '{key}'. Expected dtype, shape and data_offsets."),
            };
            if (!isNew) throw new SafetensorsFormatException($"the tensor '{name}' has the key '{key}' twice.");
            if (key == "dtype") storage = ReadStorage(name);
            else if (key == "shape") shape = ReadShape(name);
            else offsets = ReadOffsets(name);
        }
        if (storage is null || shape is null || offsets is null)
            throw new SafetensorsFormatException($"the tensor '{name}' is incomplete. Expected dtype, shape and data_offsets.");
        var entry = new SafetensorsEntry(name, storage.Value.ReadAs(), shape.Value) { Storage = storage.Value };
        AddEntry(entry, offsets.Value.Begin, offsets.Value.End);
    }

    private readonly void AddEntry(SafetensorsEntry entry, long begin, long end)
    {
        if (begin > end) throw new SafetensorsFormatException($"the data of {entry} ends before it begins. Got [{begin}, {end}].");
        if (end - begin != entry.ByteCount)
            throw new SafetensorsFormatException(
                $"the data of {entry} does not fit its type and shape. Got {end - begin} bytes. Expected {entry.ByteCount}.");
        if (entry.ByteCount > int.MaxValue)
            throw new SafetensorsFormatException($"{entry} is too large. Got {entry.ByteCount} bytes. Expected at most {int.MaxValue}.");
        Entries.Add(entry);
        Offsets.Add(begin);
    }

    private SafetensorsStorage ReadStorage(string name)
    {
        Expect(JsonTokenType.String, name, "a dtype");
        var code = ReadString($"the dtype of '{name}'");
        return SafetensorsStorages.Parse(code) ?? throw new SafetensorsFormatException(
            $"the tensor '{name}' has a type that is not supported. Got '{code}'. Expected one of {SafetensorsStorages.Codes}. Convert " +
            "the file.");
    }

    private Shape ReadShape(string name)
    {
        Span<int> dimensions = stackalloc int[Shape.MaximumRank];
        Expect(JsonTokenType.StartArray, name, "a shape");
        var rank = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (rank == Shape.MaximumRank)
                throw new SafetensorsFormatException($"the tensor '{name}' has too many dimensions. Expected at most {Shape.MaximumRank}.");
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var dimension) || dimension < 0)
                throw new SafetensorsFormatException(
                    $"the tensor '{name}' has an impossible dimension. Got {Excerpt()}. Expected whole numbers of 0 to {int.MaxValue}.");
            dimensions[rank++] = dimension;
        }
        try
        {
            return Shape.Create(dimensions[..rank]);
        }
        catch (ArgumentException cause)
        {
            throw new SafetensorsFormatException($"the tensor '{name}' has an impossible shape: {cause.Message}");
        }
    }

    private (long, long) ReadOffsets(string name)
    {
        Expect(JsonTokenType.StartArray, name, "data_offsets");
        var (begin, end) = (ReadOffset(name), ReadOffset(name));
        reader.Read();
        if (reader.TokenType != JsonTokenType.EndArray)
            throw new SafetensorsFormatException($"the tensor '{name}' has too many data_offsets. Expected two.");
        return (begin, end);
    }

    private long ReadOffset(string name)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var offset) && offset >= 0) return offset;
        throw new SafetensorsFormatException(
            $"the tensor '{name}' has impossible data_offsets. Got {Excerpt()}. Expected two whole numbers of at least 0.");
    }

    private bool NextIsProperty() => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    private void Expect(JsonTokenType expected, string name, string what)
    {
        reader.Read();
        if (reader.TokenType != expected)
            throw new SafetensorsFormatException($"'{name}' does not have {what}. Got {Excerpt()}. Expected {what}.");
    }

    private readonly string ReadString(string what)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escape such as \ud800 without its other half: valid JSON, but no text.
            throw new SafetensorsFormatException($"{what} is no Unicode text.");
        }
    }

    private readonly string Excerpt()
    {
        const int longest = 40;
        var value = System.Text.Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(longest, reader.ValueSpan.Length)]);
        return $"{reader.TokenType} {value}{(reader.ValueSpan.Length > longest ? "…" : "")}";
    }
}
