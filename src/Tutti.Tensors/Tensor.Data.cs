using System.Runtime.InteropServices;
using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors;

public sealed partial class Tensor
{
    /// <summary>
    /// The elements themselves, row-major; writing changes the tensor. Valid only while the tensor is reachable and its scope open:
    /// keep a reference to the tensor for as long as the span is used.
    /// </summary>
    /// <typeparam name="T">The type that fits <see cref="ElementType"/>.</typeparam>
    /// <returns>A view of <see cref="ElementCount"/> elements.</returns>
    /// <exception cref="InvalidOperationException">The type does not fit, or the tensor is not contiguous.</exception>
    public Span<T> AsSpan<T>() where T : unmanaged
    {
        if (!IsContiguous)
            throw new InvalidOperationException(
                $"AsSpan: the elements do not lie in row-major order. Got {Shape} with strides {Strides}. Expected a contiguous tensor. Call Contiguous() first.");
        return Memory<T>();
    }

    /// <summary>A copy of the elements, row-major, whatever the tensor's memory order.</summary>
    /// <typeparam name="T">The type that fits <see cref="ElementType"/>.</typeparam>
    /// <returns>A new array.</returns>
    public T[] ToArray<T>() where T : unmanaged
    {
        var source = Contiguous();
        var values = source.AsSpan<T>().ToArray();
        GC.KeepAlive(source);
        return values;
    }

    /// <summary>The only element.</summary>
    /// <returns>Its value; exact for Float32 and Float64.</returns>
    /// <exception cref="InvalidOperationException">There is not exactly one element.</exception>
    public double ToScalar()
    {
        if (ElementCount != 1)
            throw new InvalidOperationException($"ToScalar: not a single number. Got {this}. Expected one element. Reduce it first.");
        double value = ElementType switch
        {
            ElementType.Float32 => Memory<float>()[0],
            ElementType.Float64 => Memory<double>()[0],
            _ => Memory<long>()[0],
        };
        GC.KeepAlive(this);
        return value;
    }

    /// <summary>Overwrites all elements.</summary>
    /// <typeparam name="T">The type that fits <see cref="ElementType"/>.</typeparam>
    /// <param name="values">As many as the tensor has elements, row-major.</param>
    /// <exception cref="ArgumentException">The counts differ.</exception>
    public void CopyFrom<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        CheckCount(values.Length, Shape, nameof(CopyFrom));
        values.CopyTo(AsSpan<T>());
        GC.KeepAlive(this);
    }

    /// <summary>
    /// The memory from the tensor's first element on, in memory order: all elements if the tensor is dense, else at least those it
    /// reaches. Callers keep the tensor alive past the last use (recording the operation does).
    /// </summary>
    internal Span<T> Memory<T>() where T : unmanaged
    {
        if (ElementTypes.Of<T>() != ElementType)
            throw new InvalidOperationException(
                $"Tensor: wrong element type. Got a request for {typeof(T)} from {this}. Expected the type that fits {ElementType}.");
        return Storage.View<T>(Offset, Extent());
    }

    internal Span<byte> Bytes() => ElementType == ElementType.Float32
        ? MemoryMarshal.AsBytes(Memory<float>())
        : ElementType == ElementType.Float64 ? MemoryMarshal.AsBytes(Memory<double>()) : MemoryMarshal.AsBytes(Memory<long>());

    /// <summary>Copies logical element by logical element between memory orders; shapes and element types are equal.</summary>
    internal void CopyFromTensor(Tensor source)
    {
        if (Strides.AgreesWith(source.Strides, Shape) && Strides.IsDense(Shape))
            source.Bytes()[..Bytes().Length].CopyTo(Bytes());
        else if (ElementType == ElementType.Float32)
            StridedCopy.Run<float>(Shape, source.Memory<float>(), source.Strides, Memory<float>(), Strides);
        else if (ElementType == ElementType.Float64)
            StridedCopy.Run<double>(Shape, source.Memory<double>(), source.Strides, Memory<double>(), Strides);
        else
            StridedCopy.Run<long>(Shape, source.Memory<long>(), source.Strides, Memory<long>(), Strides);
        GC.KeepAlive(source);
        GC.KeepAlive(this);
    }

    // One past the farthest element that the strides reach.
    private int Extent()
    {
        if (ElementCount == 0) return 0;
        var last = 0;
        for (var dimension = 0; dimension < Shape.Rank; dimension++) last += (Shape[dimension] - 1) * Strides[dimension];
        return last + 1;
    }
}
