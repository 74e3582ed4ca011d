using System.Buffers.Binary;
using Tutti.Tensors;

namespace Tutti.Learning.Checkpoints;

/// <summary>Facts about storages, and their conversion to the types that tensors have.</summary>
internal static class SafetensorsStorages
{
    private static readonly (SafetensorsStorage Storage, string Code, int Bytes, ElementType Type)[] Facts =
    [
        (SafetensorsStorage.Float32, "F32", 4, ElementType.Float32),
        (SafetensorsStorage.Float64, "F64", 8, ElementType.Float64),
        (SafetensorsStorage.Float16, "F16", 2, ElementType.Float32),
        (SafetensorsStorage.BFloat16, "BF16", 2, ElementType.Float32),
        (SafetensorsStorage.Int64, "I64", 8, ElementType.Int64),
        (SafetensorsStorage.Int32, "I32", 4, ElementType.Int64),
        (SafetensorsStorage.Int16, "I16", 2, ElementType.Int64),
        (SafetensorsStorage.Int8, "I8", 1, ElementType.Int64),
        (SafetensorsStorage.UInt8, "U8", 1, ElementType.Int64),
        (SafetensorsStorage.Boolean, "BOOL", 1, ElementType.Int64),
    ];

    /// <summary>All codes, for messages.</summary>
    public static string Codes { get; } = string.Join(", ", Facts.Select(fact => fact.Code));

    public static SafetensorsStorage Of(ElementType type) => type switch
    {
        ElementType.Float32 => SafetensorsStorage.Float32,
        ElementType.Float64 => SafetensorsStorage.Float64,
        _ => SafetensorsStorage.Int64,
    };

    /// <summary>The storage of a code; null for one that is not read.</summary>
    public static SafetensorsStorage? Parse(string code)
    {
        foreach (var fact in Facts)
            if (fact.Code == code) return fact.Storage;
        return null;
    }

    public static string Code(this SafetensorsStorage storage) => Facts[(int)storage].Code;

    public static int SizeInBytes(this SafetensorsStorage storage) => Facts[(int)storage].Bytes;

    public static ElementType ReadAs(this SafetensorsStorage storage) => Facts[(int)storage].Type;

    /// <summary>Whether elements of a storage can be read as another type than their own, rounded if need be.</summary>
    public static bool CanReadAs(this SafetensorsStorage storage, ElementType type) =>
        storage.ReadAs() == type || storage.ReadAs().IsFloatingPoint() && type.IsFloatingPoint();

    /// <summary>Converts floating-point elements; Float64 is rounded to nearest.</summary>
    public static void ToSingles(SafetensorsStorage storage, ReadOnlySpan<byte> source, Span<float> target)
    {
        for (var i = 0; i < target.Length; i++) target[i] = (float)Floating(storage, source, i);
    }

    /// <summary>Converts floating-point elements, exactly.</summary>
    public static void ToDoubles(SafetensorsStorage storage, ReadOnlySpan<byte> source, Span<double> target)
    {
        for (var i = 0; i < target.Length; i++) target[i] = Floating(storage, source, i);
    }

    /// <summary>Converts whole elements, exactly.</summary>
    public static void ToInt64s(SafetensorsStorage storage, ReadOnlySpan<byte> source, Span<long> target)
    {
        for (var i = 0; i < target.Length; i++)
            target[i] = storage switch
            {
                SafetensorsStorage.Int32 => BinaryPrimitives.ReadInt32LittleEndian(source[(4 * i)..]),
                SafetensorsStorage.Int16 => BinaryPrimitives.ReadInt16LittleEndian(source[(2 * i)..]),
                SafetensorsStorage.Int8 => (sbyte)source[i],
                SafetensorsStorage.UInt8 => source[i],
                SafetensorsStorage.Boolean => source[i] != 0 ? 1 : 0,
                _ => BinaryPrimitives.ReadInt64LittleEndian(source[(8 * i)..]),
            };
    }

    private static double Floating(SafetensorsStorage storage, ReadOnlySpan<byte> source, int index) => storage switch
    {
        SafetensorsStorage.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(source[(2 * index)..]),
        SafetensorsStorage.BFloat16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(source[(2 * index)..]) << 16),
        SafetensorsStorage.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(source[(8 * index)..]),
        _ => BinaryPrimitives.ReadSingleLittleEndian(source[(4 * index)..]),
    };
}
