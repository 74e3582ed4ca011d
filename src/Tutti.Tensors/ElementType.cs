namespace Tutti.Tensors;

/// <summary>The type of a tensor's elements.</summary>
public enum ElementType
{
    /// <summary><see cref="float"/>: the type models compute in. Every fast kernel exists for it.</summary>
    Float32,

    /// <summary><see cref="double"/>: for checking gradients; computed by the reference kernels, not fast.</summary>
    Float64,

    /// <summary><see cref="long"/>: class labels and indices. Never differentiable.</summary>
    Int64,
}

/// <summary>Facts about element types.</summary>
public static class ElementTypes
{
    /// <summary>The size of one element in bytes: 4 for <see cref="ElementType.Float32"/>, else 8.</summary>
    /// <param name="type">The element type.</param>
    /// <returns>Bytes an element.</returns>
    public static int SizeInBytes(this ElementType type) => type == ElementType.Float32 ? sizeof(float) : sizeof(double);

    /// <summary>Whether gradients exist for the type: true for the two floating-point types.</summary>
    /// <param name="type">The element type.</param>
    /// <returns>True for <see cref="ElementType.Float32"/> and <see cref="ElementType.Float64"/>.</returns>
    public static bool IsFloatingPoint(this ElementType type) => type != ElementType.Int64;

    /// <summary>The element type that stands for a .NET type.</summary>
    /// <typeparam name="T"><see cref="float"/>, <see cref="double"/> or <see cref="long"/>.</typeparam>
    /// <returns>The element type.</returns>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is none of the three.</exception>
    public static ElementType Of<T>() where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return ElementType.Float32;
        if (typeof(T) == typeof(double)) return ElementType.Float64;
        if (typeof(T) == typeof(long)) return ElementType.Int64;
        throw new ArgumentException(
            $"ElementType: no tensor holds elements of {typeof(T)}. Expected float, double or long. Convert the values first.");
    }
}
