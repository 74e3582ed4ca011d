using System.Globalization;
using Tutti.Tensors;

namespace Tutti.Learning.Data.Sources.Arrays;

/// <summary>
/// What the header of an <c>.npy</c> file says: a Python dictionary such as <c>{'descr': '&lt;f8', 'fortran_order': False, 'shape': (3, 4),
/// }</c>.
/// </summary>
internal sealed record NpyHeader(NumericType Type, bool IsBigEndian, bool IsFortranOrder, Shape Shape)
{
    private static readonly (string Code, NumericType Type)[] Codes =
    [
        ("b1", NumericType.Boolean),
        ("i1", NumericType.Int8), ("i2", NumericType.Int16), ("i4", NumericType.Int32), ("i8", NumericType.Int64),
        ("u1", NumericType.UInt8), ("u2", NumericType.UInt16), ("u4", NumericType.UInt32), ("u8", NumericType.UInt64),
        ("f2", NumericType.Half), ("f4", NumericType.Single), ("f8", NumericType.Double),
    ];

    public static string Format(NumericType type, Shape shape)
    {
        var order = RawNumbers.SizeOf(type) == 1 ? '|' : '<';
        var code = Codes.First(entry => entry.Type == type).Code;
        var sizes = string.Join(", ", shape.Select(size => size.ToString(CultureInfo.InvariantCulture)));
        return $"{{'descr': '{order}{code}', 'fortran_order': False, 'shape': ({sizes}{(shape.Rank == 1 ? "," : "")}), }}";
    }

    public static NpyHeader Parse(string text, string where)
    {
        var scanner = new PythonScanner(text, where);
        string? descr = null;
        bool? isFortran = null;
        Shape? shape = null;
        scanner.Expect('{');
        while (!scanner.TryTake('}'))
        {
            var key = scanner.ReadText();
            scanner.Expect(':');
            switch (key)
            {
                case "descr" when descr is null: descr = scanner.ReadTextOrRefuse("a structure of several fields"); break;
                case "fortran_order" when isFortran is null: isFortran = scanner.ReadFlag(); break;
                case "shape" when shape is null: shape = scanner.ReadShape(); break;
                default: throw scanner.Broken($"the key '{key}'", "descr, fortran_order and shape, once each");
            }
            if (!scanner.TryTake(','))
            {
                scanner.Expect('}');
                break;
            }
        }
        scanner.ExpectEnd();
        if (descr is null || isFortran is null || shape is null) throw scanner.Broken(
            "an incomplete header", "descr, fortran_order and shape");
        var (type, isBigEndian) = ParseType(descr, where);
        return new NpyHeader(type, isBigEndian, isFortran.Value, shape.Value);
    }

    private static (NumericType Type, bool IsBigEndian) ParseType(string descr, string where)
    {
        foreach (var (code, type) in Codes)
        {
            // A single byte has no order.
            var hasOrder = descr.Length == 3 && (descr[0] is '<' or '>' or '=' || descr[0] == '|' && RawNumbers.SizeOf(type) == 1);
            if (hasOrder && descr.AsSpan(1).SequenceEqual(code)) return (type, descr[0] == '>');
        }
        throw new InvalidDataException(
            $"NpyFile: {where} holds a type that is not supported. Got '{descr}'. Expected booleans (b1), whole numbers (i1 to u8) or " +
            "floating-point numbers (f2, f4, f8). Convert it with astype before saving.");
    }
}
