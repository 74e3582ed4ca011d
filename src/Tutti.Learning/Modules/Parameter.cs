using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>A named tensor that training changes.</summary>
public sealed class Parameter
{
    internal Parameter(string name, Tensor value, Initializer initializer)
    {
        Name = name;
        Value = value;
        Initializer = initializer;
    }

    /// <summary>The name within the module it was asked of, for instance <c>0.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The values, Float32 and contiguous. The same tensor for as long as the module lives.</summary>
    public Tensor Value { get; }

    internal Initializer Initializer { get; }

    internal Parameter Under(string prefix) => prefix.Length == 0 ? this : new Parameter(prefix + Name, Value, Initializer);
}
