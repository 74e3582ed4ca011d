using System.Numerics;
using Tutti.Tensors;

namespace Tutti.Learning.Data.Sources.Arrays;

/// <summary>
/// An array of numbers of any type that array files hold: what NumPy and MATLAB files are read into and written from. Immutable; the array
/// it was made from is borrowed and must not change.
/// </summary>
public sealed class NumericArray
{
    private readonly Array values;

    private NumericArray(Array values, NumericType type, Shape shape)
    {
        this.values = values;
        Type = type;
        Shape = shape;
    }

    /// <summary>The type of the numbers.</summary>
    public NumericType Type { get; }

    /// <summary>The dimensions, outermost first; the numbers are row-major, whatever order the file had.</summary>
    public Shape Shape { get; }

    /// <summary>How many numbers there are.</summary>
    public int Count => values.Length;

    /// <summary>Makes an array of numbers; they are borrowed, not copied.</summary>
    /// <typeparam name="T">One of the types that <see cref="NumericType"/> names; it decides the array's type.</typeparam>
    /// <param name="values">The numbers, row-major.</param>
    /// <param name="shape">The dimensions; their product is the number of values.</param>
    /// <returns>The array.</returns>
    /// <exception cref="ArgumentException">The counts differ, or the type is another one.</exception>
    public static NumericArray From<T>(T[] values, Shape shape) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != shape.ElementCount)
            throw new ArgumentException(
                $"NumericArray: the values do not fill the shape. Got {values.Length} for {shape}. Expected {shape.ElementCount}.");
        return new NumericArray(values, TypeOf(values), shape);
    }

    /// <summary>The numbers themselves.</summary>
    /// <typeparam name="T">The type that fits <see cref="Type"/>.</typeparam>
    /// <returns>A view, row-major.</returns>
    /// <exception cref="InvalidOperationException">The type is another one.</exception>
    public ReadOnlySpan<T> AsSpan<T>() where T : unmanaged
    {
        // The runtime takes byte[] for sbyte[]; here types are what they say.
        if (values.GetType() == typeof(T[])) return (T[])values;
        throw new InvalidOperationException(
            $"NumericArray: another type. Got a request for {typeof(T).Name}. Expected {Type}. Use a method that converts, such as " +
            "ToSingles.");
    }

    /// <summary>The numbers as floats, rounded to nearest where they do not fit; false and true are 0 and 1.</summary>
    /// <returns>A new array.</returns>
    public float[] ToSingles() => Convert<float>();

    /// <summary>The numbers as doubles; only whole numbers beyond 2⁵³ are rounded. False and true are 0 and 1.</summary>
    /// <returns>A new array.</returns>
    public double[] ToDoubles() => Convert<double>();

    /// <summary>The numbers as whole numbers, exactly; false and true are 0 and 1.</summary>
    /// <returns>A new array.</returns>
    /// <exception cref="InvalidOperationException">A number is not whole, or beyond 64 bits.</exception>
    public long[] ToInt64s()
    {
        if (Type is not (NumericType.Half or NumericType.Single or NumericType.Double or NumericType.UInt64)) return Convert<long>();
        if (Type != NumericType.UInt64)
            foreach (var value in ToDoubles())
                if (value != Math.Floor(value) || Math.Abs(value) >= 9223372036854775808.0) throw NotWhole(value);
        if (Type == NumericType.UInt64)
            foreach (var value in AsSpan<ulong>())
                if (value > long.MaxValue) throw NotWhole(value);
        return Convert<long>();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Type} {Shape}";

    private static InvalidOperationException NotWhole(object value) => new(
        $"NumericArray: a number is not whole, or beyond 64 bits. Got {value}. Expected whole numbers. Use ToDoubles.");

    private static NumericType TypeOf(Array values) => values.GetType().GetElementType() switch
    {
        var type when type == typeof(bool) => NumericType.Boolean,
        var type when type == typeof(sbyte) => NumericType.Int8,
        var type when type == typeof(short) => NumericType.Int16,
        var type when type == typeof(int) => NumericType.Int32,
        var type when type == typeof(long) => NumericType.Int64,
        var type when type == typeof(byte) => NumericType.UInt8,
        var type when type == typeof(ushort) => NumericType.UInt16,
        var type when type == typeof(uint) => NumericType.UInt32,
        var type when type == typeof(ulong) => NumericType.UInt64,
        var type when type == typeof(Half) => NumericType.Half,
        var type when type == typeof(float) => NumericType.Single,
        var type when type == typeof(double) => NumericType.Double,
        var other => throw new ArgumentException(
            $"NumericArray: no array file holds this type. Got {other}. Expected a type that NumericType names."),
    };

    private T[] Convert<T>() where T : unmanaged, INumber<T> => Type switch
    {
        NumericType.Boolean => Array.ConvertAll((bool[])values, value => value ? T.One : T.Zero),
        NumericType.Int8 => Convert<sbyte, T>(),
        NumericType.Int16 => Convert<short, T>(),
        NumericType.Int32 => Convert<int, T>(),
        NumericType.Int64 => Convert<long, T>(),
        NumericType.UInt8 => Convert<byte, T>(),
        NumericType.UInt16 => Convert<ushort, T>(),
        NumericType.UInt32 => Convert<uint, T>(),
        NumericType.UInt64 => Convert<ulong, T>(),
        NumericType.Half => Convert<Half, T>(),
        NumericType.Single => Convert<float, T>(),
        _ => Convert<double, T>(),
    };

    private TTo[] Convert<TFrom, TTo>() where TFrom : unmanaged, INumber<TFrom> where TTo : unmanaged, INumber<TTo>
    {
        var source = AsSpan<TFrom>();
        var result = new TTo[source.Length];
        for (var i = 0; i < result.Length; i++) result[i] = TTo.CreateTruncating(source[i]);
        return result;
    }
}
