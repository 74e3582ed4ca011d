namespace Tutti.Learning.Data.Sources.Arrays;

/// <summary>The numbers that level-5 MAT-files give to types of elements (miX) and to classes of arrays (mxX).</summary>
internal static class MatTypes
{
    public const int Int8 = 1, UInt8 = 2, Int16 = 3, UInt16 = 4, Int32 = 5, UInt32 = 6, Single = 7, Double = 9, Int64 = 12, UInt64 = 13,
        Matrix = 14, Compressed = 15, Utf8 = 16, Utf16 = 17, Utf32 = 18;

    public const int CharClass = 4;

    public const int LogicalFlag = 0x02, ComplexFlag = 0x08;

    /// <summary>The element type for numbers of a type, and the class of their arrays; Half has neither.</summary>
    private static readonly (NumericType Type, int Element, int Class)[] Numbers =
    [
        (NumericType.Double, Double, 6), (NumericType.Single, Single, 7), (NumericType.Int8, Int8, 8), (NumericType.UInt8, UInt8, 9),
        (NumericType.Int16, Int16, 10), (NumericType.UInt16, UInt16, 11), (NumericType.Int32, Int32, 12), (NumericType.UInt32, UInt32, 13),
        (NumericType.Int64, Int64, 14), (NumericType.UInt64, UInt64, 15),
    ];

    public static NumericType? OfElement(int element) => Find(entry => entry.Element == element);

    public static NumericType? OfClass(int arrayClass) => Find(entry => entry.Class == arrayClass);

    public static (int Element, int Class) Of(NumericType type)
    {
        var entry = Array.Find(Numbers, candidate => candidate.Type == type);
        return (entry.Element, entry.Class);
    }

    /// <summary>What a class that is not read is called.</summary>
    public static string NameOfClass(int arrayClass) => arrayClass switch
    {
        1 => "a cell array",
        2 => "a structure",
        3 => "an object",
        5 => "a sparse matrix",
        16 => "a function",
        17 => "an opaque object (such as a string or table)",
        _ => $"of the unknown class {arrayClass}",
    };

    private static NumericType? Find(Predicate<(NumericType Type, int Element, int Class)> isIt)
    {
        var index = Array.FindIndex(Numbers, isIt);
        return index < 0 ? null : Numbers[index].Type;
    }
}
