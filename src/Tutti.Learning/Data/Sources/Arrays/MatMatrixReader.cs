using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Tutti.Tensors;

namespace Tutti.Learning.Data.Sources.Arrays;

/// <summary>
/// Reads one matrix element: its flags, dimensions and name, then its data, which may be stored in a smaller type than the class has.
/// </summary>
internal sealed class MatMatrixReader(Stream content, long length, bool isBigEndian, string path, long start)
{
    private const int TagBytes = 8, MostSmallBytes = 4, LongestName = 1 << 12;

    private long remaining = length;
    private int flags, arrayClass;
    private Shape? shape;
    private int[] dimensions = [];

    /// <summary>The variable's name, once the head is read.</summary>
    public string Name { get; private set; } = "";

    public void ReadHead()
    {
        var head = ReadNumbers(MatTypes.UInt32, 2, "flags");
        (flags, arrayClass) = ((head[0] >> 8) & 0xFF, head[0] & 0xFF);
        if (arrayClass is 17)
        {
            // An opaque object has no dimensions.
            Name = ReadName();
            return;
        }
        dimensions = ReadNumbers(MatTypes.Int32, Shape.MaximumRank, "dimensions");
        Name = ReadName();
    }

    public MatVariable ReadVariable()
    {
        if (arrayClass != MatTypes.CharClass && MatTypes.OfClass(arrayClass) is null)
            throw Refused(MatTypes.NameOfClass(arrayClass), "save its parts as variables of their own");
        if ((flags & MatTypes.ComplexFlag) != 0) throw Refused("complex", "save its real and imaginary part as two variables");
        if (dimensions.Length < 2) throw Broken($"{dimensions.Length} dimensions", "at least 2");
        try
        {
            shape = Shape.Create(dimensions);
        }
        catch (ArgumentException cause)
        {
            throw new InvalidDataException($"MatFile: the variable '{Name}' in '{path}' has an impossible shape. {cause.Message}", cause);
        }
        return arrayClass == MatTypes.CharClass ? ReadText() : MatVariable.Of(Name, ReadArray());
    }

    private NumericArray ReadArray()
    {
        var (type, bytes, small) = ReadTag();
        var stored = MatTypes.OfElement(type) ?? throw Broken($"data of the type {type}", "numbers");
        var count = shape!.Value.ElementCount;
        if (bytes != (long)count * RawNumbers.SizeOf(stored))
            throw Broken($"{bytes} bytes of data", $"{(long)count * RawNumbers.SizeOf(stored)} for {stored} {shape}");
        var array = RawNumbers.Read(small ?? content, stored, shape.Value, isBigEndian, isColumnMajor: true) ?? throw Truncated();
        var wanted = MatTypes.OfClass(arrayClass)!.Value;
        if ((flags & MatTypes.LogicalFlag) != 0)
            return NumericArray.From(Array.ConvertAll(array.ToDoubles(), value => value != 0), array.Shape);
        return stored == wanted ? array : MatWidening.Convert(array, wanted) ?? throw Broken(
            $"data of the type {stored}", $"numbers that fit {wanted}");
    }

    private MatVariable ReadText()
    {
        if (shape!.Value.Rank != 2) throw Refused("text of more than two dimensions", "save each page of it as a variable of its own");
        var (type, bytes, small) = ReadTag();
        if (bytes > int.MaxValue) throw Broken($"{bytes} bytes of text", $"at most {int.MaxValue}");
        var data = GrowingRead.Elements<byte>(small ?? content, (int)bytes);
        if (data.Length < bytes) throw Truncated();
        var text = type switch
        {
            MatTypes.Utf8 => Encoding.UTF8.GetString(data),
            MatTypes.Int8 or MatTypes.UInt8 => Encoding.Latin1.GetString(data),
            MatTypes.Utf16 or MatTypes.UInt16 => CodeUnits(data),
            MatTypes.Utf32 => (isBigEndian ? new UTF32Encoding(true, false) : Encoding.UTF32).GetString(data),
            _ => throw Broken($"text of the type {type}", "characters"),
        };
        var (rows, columns) = (shape.Value[0], shape.Value[1]);
        // A row of characters beyond the 65,536 first ones of Unicode is longer in UTF-16 than its dimension says.
        if (rows == 1 && text.Length >= columns) return MatVariable.Of(Name, text);
        if (text.Length != (long)rows * columns) throw Broken($"{text.Length} characters", $"{(long)rows * columns} for {shape}");
        if (columns == 0) return MatVariable.Of(Name, []);
        var characters = AxisOrder.FromColumnMajor(text.ToCharArray(), shape.Value);
        return MatVariable.Of(Name, [.. characters.Chunk(columns).Select(row => new string(row))]);
    }

    // Not decoded: a column-major order tears pairs of code units apart, which an encoding would replace.
    private string CodeUnits(byte[] data)
    {
        var units = MemoryMarshal.Cast<byte, char>(data).ToArray();
        if (isBigEndian) RawNumbers.ReverseBytes(units.AsSpan());
        return new string(units);
    }

    private string ReadName()
    {
        var (type, bytes, small) = ReadTag();
        if (type is not (MatTypes.Int8 or MatTypes.UInt8 or MatTypes.Utf8) || bytes > LongestName)
            throw Broken($"a name of the type {type} and {bytes} bytes", $"at most {LongestName} characters");
        var name = GrowingRead.Elements<byte>(small ?? content, (int)bytes);
        if (name.Length < bytes) throw Truncated();
        if (small is null) SkipPadding(bytes);
        return Encoding.UTF8.GetString(name);
    }

    private int[] ReadNumbers(int expectedType, int most, string what)
    {
        var (type, bytes, small) = ReadTag();
        // Some writers give dimensions the type without sign.
        if (type != expectedType && type != MatTypes.UInt32 || bytes % sizeof(int) != 0 || bytes > most * sizeof(int))
            throw Broken($"{what} of the type {type} and {bytes} bytes", $"the type {expectedType} and at most {most * sizeof(int)} bytes");
        var numbers = GrowingRead.Elements<int>(small ?? content, (int)bytes / sizeof(int));
        if (numbers.Length < bytes / sizeof(int)) throw Truncated();
        if (small is null) SkipPadding(bytes);
        if (isBigEndian) RawNumbers.ReverseBytes(numbers.AsSpan());
        return numbers.Length > 0 ? numbers : throw Broken($"no {what}", what);
    }

    // A small element holds up to four bytes of data in its tag.
    private (int Type, long Bytes, Stream? Small) ReadTag()
    {
        Span<byte> tag = stackalloc byte[TagBytes];
        if (remaining < TagBytes || content.ReadAtLeast(tag, TagBytes, throwOnEndOfStream: false) < TagBytes) throw Truncated();
        remaining -= TagBytes;
        var first = isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(tag) : BinaryPrimitives.ReadUInt32LittleEndian(tag);
        if (first >> 16 is > 0 and var smallBytes)
        {
            if (smallBytes > MostSmallBytes) throw Broken($"a small element of {smallBytes} bytes", $"at most {MostSmallBytes}");
            return ((int)(first & 0xFFFF), smallBytes, new MemoryStream(tag.Slice(4, (int)smallBytes).ToArray(), writable: false));
        }
        var bytes = isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(tag[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(tag[4..]);
        if (bytes > remaining) throw Broken($"a part of {bytes} bytes", $"at most the {remaining} bytes that are left");
        remaining -= bytes;
        return ((int)first, bytes, null);
    }

    private void SkipPadding(long bytes)
    {
        Span<byte> padding = stackalloc byte[TagBytes];
        var count = (int)Math.Min(remaining, -bytes & (TagBytes - 1));
        if (content.ReadAtLeast(padding[..count], count, throwOnEndOfStream: false) < count) throw Truncated();
        remaining -= count;
    }

    private InvalidDataException Refused(string what, string advice) => new(
        $"MatFile: the variable '{Name}' in '{path}' is not supported: it is {what}. Expected a real array of numbers, or text. " +
        $"Name the variables to read, or {advice}.");

    private InvalidDataException Broken(string found, string expected) => new(
        $"MatFile: the variable '{Name}' at byte {start} of '{path}' is broken. Got {found}. Expected {expected}. Get the file again.");

    private InvalidDataException Truncated() => new(
        $"MatFile: '{path}' is truncated in the variable '{Name}' at byte {start}. Expected more bytes, as the file itself says. Get the " +
        "file again.");
}
