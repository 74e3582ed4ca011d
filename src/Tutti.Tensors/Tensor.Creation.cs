using Tutti.Tensors.Random;
using Tutti.Tensors.Storage;

namespace Tutti.Tensors;

public sealed partial class Tensor
{
    /// <summary>A tensor of zeros.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="elementType">Its element type.</param>
    /// <returns>A new contiguous tensor.</returns>
    public static Tensor Zeros(Shape shape, ElementType elementType = ElementType.Float32)
    {
        var tensor = Allocate(shape, elementType);
        tensor.Bytes().Clear();
        return tensor;
    }

    /// <summary>A tensor of ones.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="elementType">Its element type.</param>
    /// <returns>A new contiguous tensor.</returns>
    public static Tensor Ones(Shape shape, ElementType elementType = ElementType.Float32) => Full(shape, 1, elementType);

    /// <summary>A tensor that holds one value everywhere.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="value">The value, rounded to the element type.</param>
    /// <param name="elementType">Its element type.</param>
    /// <returns>A new contiguous tensor.</returns>
    public static Tensor Full(Shape shape, double value, ElementType elementType = ElementType.Float32)
    {
        var tensor = Allocate(shape, elementType);
        switch (elementType)
        {
            case ElementType.Float32: tensor.Memory<float>().Fill((float)value); break;
            case ElementType.Float64: tensor.Memory<double>().Fill(value); break;
            default: tensor.Memory<long>().Fill((long)value); break;
        }
        return tensor;
    }

    /// <summary>A tensor without dimensions that holds one value.</summary>
    /// <param name="value">The value, rounded to the element type.</param>
    /// <param name="elementType">Its element type.</param>
    /// <returns>A new tensor of shape <c>[]</c>.</returns>
    public static Tensor Scalar(double value, ElementType elementType = ElementType.Float32) => Full([], value, elementType);

    /// <summary>A tensor with a copy of the values.</summary>
    /// <typeparam name="T"><see cref="float"/>, <see cref="double"/> or <see cref="long"/>; it decides the element type.</typeparam>
    /// <param name="values">The elements, row-major.</param>
    /// <param name="shape">The shape; its element count must be the number of values.</param>
    /// <returns>A new contiguous tensor.</returns>
    /// <exception cref="ArgumentException">The counts differ, or <typeparamref name="T"/> is another type.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> values, Shape shape) where T : unmanaged
    {
        var tensor = Allocate(shape, ElementTypes.Of<T>());
        tensor.CopyFrom(values);
        return tensor;
    }

    /// <inheritdoc cref="From{T}(ReadOnlySpan{T}, Shape)"/>
    public static Tensor From<T>(T[] values, Shape shape) where T : unmanaged => From((ReadOnlySpan<T>)values, shape);

    /// <summary>A tensor over memory of somebody else: a view, nothing is copied, writing to one changes the other.</summary>
    /// <typeparam name="T"><see cref="float"/>, <see cref="double"/> or <see cref="long"/>; it decides the element type.</typeparam>
    /// <param name="memory">Pinnable memory that holds the elements row-major. It stays pinned while the tensor lives.</param>
    /// <param name="shape">The shape; its element count must be the memory's length.</param>
    /// <returns>A contiguous tensor that does not own its memory.</returns>
    /// <exception cref="ArgumentException">The counts differ, or <typeparamref name="T"/> is another type.</exception>
    public static Tensor Borrow<T>(Memory<T> memory, Shape shape) where T : unmanaged
    {
        var elementType = ElementTypes.Of<T>();
        CheckCount(memory.Length, shape, nameof(Borrow));
        return new Tensor(TensorStorage.Borrow(memory), shape, Strides.RowMajor(shape), 0, elementType);
    }

    /// <summary>Numbers drawn uniformly from [low, high).</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound.</param>
    /// <param name="random">The stream they are drawn from, in row-major order; it is advanced.</param>
    /// <returns>A new contiguous Float32 tensor.</returns>
    public static Tensor Uniform(Shape shape, float low, float high, ref CounterRandom random)
    {
        var tensor = Allocate(shape, ElementType.Float32);
        foreach (ref var value in tensor.Memory<float>()) value = low + (high - low) * random.NextSingle();
        return tensor;
    }

    /// <summary>Numbers drawn from a normal distribution.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="deviation">The standard deviation.</param>
    /// <param name="random">The stream they are drawn from, in row-major order; it is advanced.</param>
    /// <returns>A new contiguous Float32 tensor.</returns>
    public static Tensor Normal(Shape shape, float mean, float deviation, ref CounterRandom random)
    {
        var tensor = Allocate(shape, ElementType.Float32);
        foreach (ref var value in tensor.Memory<float>()) value = mean + deviation * random.NextNormal();
        return tensor;
    }

    /// <summary>A new contiguous tensor whose content is whatever the memory held.</summary>
    internal static Tensor Allocate(Shape shape, ElementType elementType) =>
        new(TensorStorage.Rent((long)shape.ElementCount * elementType.SizeInBytes()), shape, Strides.RowMajor(shape), 0, elementType);

    /// <summary>A new dense tensor in the given memory order.</summary>
    internal static Tensor Allocate(Shape shape, Strides strides, ElementType elementType) =>
        new(TensorStorage.Rent((long)shape.ElementCount * elementType.SizeInBytes()), shape, strides, 0, elementType);

    private static void CheckCount(int count, Shape shape, string operation)
    {
        if (count != shape.ElementCount)
            throw new ArgumentException(
                $"{operation}: the values do not fill the shape. Got {count} for {shape}. Expected {shape.ElementCount}.");
    }
}
