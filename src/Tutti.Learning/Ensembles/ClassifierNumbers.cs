using System.Runtime.InteropServices;
using Tutti.Learning.Checkpoints;
using Tutti.Tensors;

namespace Tutti.Learning.Ensembles;

/// <summary>Reads and writes the arrays of classifiers that are no networks.</summary>
internal static class ClassifierNumbers
{
    internal static void Write(string path, ClassifierDescription description, params (string Name, Array Values, Shape Shape)[] arrays)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafetensorsEntry[] entries = [.. arrays.Select(array => new SafetensorsEntry(array.Name, TypeOf(array.Values), array.Shape))];
        SafetensorsFile.Write(path, entries, index => BytesOf(arrays[index].Values), description.ToMetadata());
    }

    internal static T[] Read<T>(SafetensorsFile file, string name, Shape shape, string path) where T : unmanaged
    {
        var type = TypeOf(Array.Empty<T>());
        if (!file.TryGet(name, out var entry) || entry.Type != type || entry.Shape != shape)
            throw new InvalidDataException(
                $"Classifier: '{path}' lacks what the model needs. Got {entry?.ToString() ?? "nothing"} for '{name}'. Expected {type} {shape}.");
        var values = new T[shape.ElementCount];
        file.Read(name, values.AsSpan());
        return values;
    }

    private static ElementType TypeOf(Array values) => values switch
    {
        float[] => ElementType.Float32, double[] => ElementType.Float64, _ => ElementType.Int64,
    };

    private static ReadOnlySpan<byte> BytesOf(Array values) => values switch
    {
        float[] singles => MemoryMarshal.AsBytes(singles.AsSpan()),
        double[] doubles => MemoryMarshal.AsBytes(doubles.AsSpan()),
        _ => MemoryMarshal.AsBytes(((long[])values).AsSpan()),
    };
}
