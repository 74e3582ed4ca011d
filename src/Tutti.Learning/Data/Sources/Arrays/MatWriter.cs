using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Tutti.Tensors;

namespace Tutti.Learning.Data.Sources.Arrays;

/// <summary>Writes level-5 MAT-files, little-endian.</summary>
internal static class MatWriter
{
    private const int TextBytes = 116, TagBytes = 8;

    public static void Write(Stream file, IReadOnlyList<MatVariable> variables, bool compress)
    {
        // 116 bytes of text, 8 of the subsystem's offset (none), the version 1.0, and the order of bytes.
        file.Write(Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file, written by Tutti".PadRight(TextBytes)));
        file.Write([0, 0, 0, 0, 0, 0, 0, 0, 0x00, 0x01, (byte)'I', (byte)'M']);
        foreach (var variable in variables)
        {
            var matrix = MakeMatrix(variable);
            if (compress) WriteCompressed(file, matrix);
            else file.Write(matrix);
        }
    }

    private static void WriteCompressed(Stream file, ReadOnlySpan<byte> matrix)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(matrix);
        WriteTag(file, MatTypes.Compressed, packed.Length);
        file.Write(packed.GetBuffer().AsSpan(0, (int)packed.Length));
    }

    private static ReadOnlySpan<byte> MakeMatrix(MatVariable variable)
    {
        var array = variable.IsText ? CodeUnits(variable.Text) : WithMatlabType(variable.Array);
        var bytes = (long)array.Count * RawNumbers.SizeOf(array.Type);
        if (bytes > int.MaxValue - 1024)
            throw new ArgumentException(
                $"MatFile: '{variable.Name}' is too large. Got {bytes} bytes. Expected less than 2 GB. Split the array.");
        var isLogical = array.Type == NumericType.Boolean;
        var (element, arrayClass) = MatTypes.Of(isLogical ? NumericType.UInt8 : array.Type);
        var matrix = new MemoryStream();
        WriteTag(matrix, MatTypes.Matrix, 0);
        WriteElement(matrix, MatTypes.UInt32,
            Bytes<int>([(variable.IsText ? MatTypes.CharClass : arrayClass) | (isLogical ? MatTypes.LogicalFlag << 8 : 0), 0]));
        WriteElement(matrix, MatTypes.Int32, Bytes<int>(array.Shape.Rank switch
        {
            0 => [1, 1],
            1 => [1, array.Shape[0]],
            _ => array.Shape.ToArray(),
        }));
        WriteElement(matrix, MatTypes.Int8, Encoding.ASCII.GetBytes(variable.Name));
        if (variable.IsText)
        {
            WriteText(matrix, array);
        }
        else
        {
            WriteTag(matrix, element, bytes);
            RawNumbers.Write(matrix, array, isColumnMajor: true);
            Pad(matrix);
        }
        var whole = matrix.GetBuffer().AsSpan(0, (int)matrix.Length);
        BinaryPrimitives.WriteInt32LittleEndian(whole[sizeof(int)..], whole.Length - TagBytes);
        return whole;
    }

    private static NumericArray WithMatlabType(NumericArray array) =>
        array.Type == NumericType.Half ? NumericArray.From(array.ToSingles(), array.Shape) : array;

    private static NumericArray CodeUnits(IReadOnlyList<string> rows)
    {
        Shape shape = [rows.Count, rows.Count == 0 ? 0 : rows[0].Length];
        return NumericArray.From([.. rows.SelectMany(row => row, (_, character) => (ushort)character)], shape);
    }

    // Code units, as MATLAB writes them. SciPy takes these for bytes, so that characters beyond ASCII go as UTF-8 where it can be: a
    // column-major order tears pairs of code units apart, and they are two characters to MATLAB, one to SciPy.
    private static void WriteText(Stream matrix, NumericArray codeUnits)
    {
        var units = AxisOrder.ToColumnMajor(codeUnits.AsSpan<ushort>().ToArray(), codeUnits.Shape);
        var isUtf8 = units.Any(unit => unit > 127) && !units.Any(unit => char.IsSurrogate((char)unit));
        if (isUtf8) WriteElement(matrix, MatTypes.Utf8, Encoding.UTF8.GetBytes(Array.ConvertAll(units, unit => (char)unit)));
        else WriteElement(matrix, MatTypes.UInt16, Bytes(units));
    }

    private static void WriteElement(Stream stream, int type, ReadOnlySpan<byte> data)
    {
        WriteTag(stream, type, data.Length);
        stream.Write(data);
        Pad(stream);
    }

    private static void WriteTag(Stream stream, int type, long length) => stream.Write(Bytes<int>([type, checked((int)length)]));

    private static void Pad(Stream stream)
    {
        while (stream.Length % TagBytes != 0) stream.WriteByte(0);
    }

    private static ReadOnlySpan<byte> Bytes<T>(T[] values) where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan());
}
