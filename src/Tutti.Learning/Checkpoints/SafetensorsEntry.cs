using Tutti.Tensors;

namespace Tutti.Learning.Checkpoints;

/// <summary>A named tensor in a safetensors file, without its data.</summary>
/// <param name="Name">The name, unique in the file.</param>
/// <param name="Type">The type its elements are read as; the file may store them in a smaller one, see <see cref="Storage"/>.</param>
/// <param name="Shape">The dimensions; the data is row-major.</param>
public sealed record SafetensorsEntry(string Name, ElementType Type, Shape Shape)
{
    /// <summary>How the file stores the elements. Default: in their own type.</summary>
    public SafetensorsStorage Storage { get; init; } = SafetensorsStorages.Of(Type);

    /// <summary>The length of the data in the file.</summary>
    public long ByteCount => (long)Shape.ElementCount * Storage.SizeInBytes();

    /// <summary>The storage as the format writes it, for instance <c>F32</c> or <c>BF16</c>.</summary>
    internal string TypeCode => Storage.Code();

    /// <inheritdoc/>
    public override string ToString() => $"'{Name}' ({TypeCode} {Shape})";
}
