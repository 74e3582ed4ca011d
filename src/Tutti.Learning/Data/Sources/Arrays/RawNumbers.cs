using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tutti.Tensors;

namespace Tutti.Learning.Data.Sources.Arrays;

/// <summary>Numbers as array files hold them: in one of two byte orders, row- or column-major.</summary>
internal static class RawNumbers
{
    public static int SizeOf(NumericType type) => type switch
    {
        NumericType.Boolean or NumericType.Int8 or NumericType.UInt8 => 1,
        NumericType.Int16 or NumericType.UInt16 or NumericType.Half => 2,
        NumericType.Int32 or NumericType.UInt32 or NumericType.Single => 4,
        _ => 8,
    };

    /// <summary>Reads an array's numbers; null if the stream ends before it is full.</summary>
    public static NumericArray? Read(Stream content, NumericType type, Shape shape, bool isBigEndian, bool isColumnMajor) => type switch
    {
        NumericType.Boolean => ReadBooleans(content, shape, isColumnMajor),
        NumericType.Int8 => Read<sbyte>(content, shape, isBigEndian, isColumnMajor),
        NumericType.Int16 => Read<short>(content, shape, isBigEndian, isColumnMajor),
        NumericType.Int32 => Read<int>(content, shape, isBigEndian, isColumnMajor),
        NumericType.Int64 => Read<long>(content, shape, isBigEndian, isColumnMajor),
        NumericType.UInt8 => Read<byte>(content, shape, isBigEndian, isColumnMajor),
        NumericType.UInt16 => Read<ushort>(content, shape, isBigEndian, isColumnMajor),
        NumericType.UInt32 => Read<uint>(content, shape, isBigEndian, isColumnMajor),
        NumericType.UInt64 => Read<ulong>(content, shape, isBigEndian, isColumnMajor),
        NumericType.Half => Read<Half>(content, shape, isBigEndian, isColumnMajor),
        NumericType.Single => Read<float>(content, shape, isBigEndian, isColumnMajor),
        _ => Read<double>(content, shape, isBigEndian, isColumnMajor),
    };

    /// <summary>Writes an array's numbers, little-endian.</summary>
    public static void Write(Stream content, NumericArray array, bool isColumnMajor)
    {
        switch (array.Type)
        {
            case NumericType.Boolean: Write<bool>(content, array, isColumnMajor); break;
            case NumericType.Int8: Write<sbyte>(content, array, isColumnMajor); break;
            case NumericType.Int16: Write<short>(content, array, isColumnMajor); break;
            case NumericType.Int32: Write<int>(content, array, isColumnMajor); break;
            case NumericType.Int64: Write<long>(content, array, isColumnMajor); break;
            case NumericType.UInt8: Write<byte>(content, array, isColumnMajor); break;
            case NumericType.UInt16: Write<ushort>(content, array, isColumnMajor); break;
            case NumericType.UInt32: Write<uint>(content, array, isColumnMajor); break;
            case NumericType.UInt64: Write<ulong>(content, array, isColumnMajor); break;
            case NumericType.Half: Write<Half>(content, array, isColumnMajor); break;
            case NumericType.Single: Write<float>(content, array, isColumnMajor); break;
            default: Write<double>(content, array, isColumnMajor); break;
        }
    }

    /// <summary>Turns the bytes of elements around, in place.</summary>
    public static void ReverseBytes<T>(Span<T> values) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        switch (Unsafe.SizeOf<T>())
        {
            case 2: Reverse(MemoryMarshal.Cast<byte, ushort>(bytes)); break;
            case 4: Reverse(MemoryMarshal.Cast<byte, uint>(bytes)); break;
            case 8: Reverse(MemoryMarshal.Cast<byte, ulong>(bytes)); break;
        }
    }

    private static void Reverse(Span<ushort> values) => BinaryPrimitives.ReverseEndianness(values, values);

    private static void Reverse(Span<uint> values) => BinaryPrimitives.ReverseEndianness(values, values);

    private static void Reverse(Span<ulong> values) => BinaryPrimitives.ReverseEndianness(values, values);

    private static NumericArray? Read<T>(Stream content, Shape shape, bool isBigEndian, bool isColumnMajor) where T : unmanaged
    {
        var values = GrowingRead.Elements<T>(content, shape.ElementCount);
        if (values.Length < shape.ElementCount) return null;
        if (isBigEndian) ReverseBytes(values.AsSpan());
        return NumericArray.From(isColumnMajor ? AxisOrder.FromColumnMajor(values, shape) : values, shape);
    }

    // A bool whose byte is neither 0 nor 1 would behave in strange ways.
    private static NumericArray? ReadBooleans(Stream content, Shape shape, bool isColumnMajor) =>
        Read<byte>(content, shape, false, isColumnMajor) is { } bytes
            ? NumericArray.From(Array.ConvertAll(bytes.AsSpan<byte>().ToArray(), value => value != 0), shape)
            : null;

    private static void Write<T>(Stream content, NumericArray array, bool isColumnMajor) where T : unmanaged
    {
        var values = array.AsSpan<T>();
        content.Write(MemoryMarshal.AsBytes(isColumnMajor ? AxisOrder.ToColumnMajor(values.ToArray(), array.Shape) : values));
    }
}
