using Tutti.Tensors;

namespace Tutti.Learning.Checkpoints;

/// <summary>A named tensor in a safetensors file, without its data.</summary>
/// <param name="Name">The name, unique in the file.</param>
/// <param name="Type">The elements' type.</param>
/// <param name="Shape">The dimensions; the data is row-major.</param>
public sealed record SafetensorsEntry(string Name, ElementType Type, Shape Shape)
{
    /// <summary>The length of the data.</summary>
    public long ByteCount => (long)Shape.ElementCount * Type.SizeInBytes();

    /// <summary>The type as the format writes it: <c>F32</c>, <c>F64</c> or <c>I64</c>.</summary>
    internal string TypeCode => Type switch
    {
        ElementType.Float32 => "F32",
        ElementType.Float64 => "F64",
        _ => "I64",
    };

    /// <inheritdoc/>
    public override string ToString() => $"'{Name}' ({TypeCode} {Shape})";
}
