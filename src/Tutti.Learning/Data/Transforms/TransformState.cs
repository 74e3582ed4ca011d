using System.Runtime.InteropServices;
using Tutti.Learning.Checkpoints;
using Tutti.Tensors;

namespace Tutti.Learning.Data.Transforms;

/// <summary>What transforms learned, as a safetensors file: numbers in Float64 tensors, options in the metadata, each under a
/// prefix.</summary>
internal sealed class TransformState
{
    private readonly Dictionary<string, (double[] Values, Shape Shape)> numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private string source = "";

    /// <summary>All numbers, for those who write them into a file of their own.</summary>
    public IEnumerable<(string Name, double[] Values, Shape Shape)> Numbers =>
        numbers.Select(number => (number.Key, number.Value.Values, number.Value.Shape));

    /// <summary>All texts.</summary>
    public IReadOnlyDictionary<string, string> Texts => texts;

    public void Add(string name, double[] values, Shape shape) => numbers.Add(name, (values, shape));

    public void Add(string name, string text) => texts.Add(name, text);

    public void Add(string name, bool flag) => texts.Add(name, flag ? "true" : "false");

    public string Text(string name) => texts.TryGetValue(name, out var text) ? text : throw Missing(name);

    public bool Flag(string name) => Text(name) switch
    {
        "true" => true,
        "false" => false,
        var other => throw new InvalidDataException(
            $"Transform: '{name}' in '{source}' is no flag. Got '{other}'. Expected true or false."),
    };

    public double[] Vector(string name, int? length = null) =>
        numbers.TryGetValue(name, out var found) && found.Shape.Rank == 1 && (length ?? found.Values.Length) == found.Values.Length
            ? found.Values
            : throw Missing(name);

    public (double[] Values, int Rows, int Columns) Matrix(string name) =>
        numbers.TryGetValue(name, out var found) && found.Shape.Rank == 2
            ? (found.Values, found.Shape[0], found.Shape[1])
            : throw Missing(name);

    public void Save(string path)
    {
        var all = numbers.ToArray();
        SafetensorsFile.Write(
            path, [.. all.Select(pair => new SafetensorsEntry(pair.Key, ElementType.Float64, pair.Value.Shape))],
            index => MemoryMarshal.AsBytes(all[index].Value.Values.AsSpan()), texts);
    }

    public static TransformState Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return Read(file, path);
    }

    /// <summary>Reads an open file.</summary>
    public static TransformState Read(SafetensorsFile file, string path)
    {
        var state = new TransformState { source = path };
        foreach (var (name, text) in file.Metadata) state.texts.Add(name, text);
        foreach (var entry in file.Entries)
        {
            if (entry.Type != ElementType.Float64)
                throw new InvalidDataException(
                    $"Transform: '{path}' is no saved transform. Got {entry}. Expected Float64. Save it with Transform.Save.");
            var values = new double[entry.Shape.ElementCount];
            file.Read(entry.Name, values.AsSpan());
            state.numbers.Add(entry.Name, (values, entry.Shape));
        }
        return state;
    }

    private InvalidDataException Missing(string name) => new(
        $"Transform: '{source}' is no saved transform. Got a file without '{name}', or with another shape of it. Save it with " +
        "Transform.Save.");
}
