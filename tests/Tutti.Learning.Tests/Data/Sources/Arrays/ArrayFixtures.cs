using FsCheck;
using FsCheck.Fluent;
using Tutti.Learning.Data.Sources.Arrays;
using Tutti.Tensors;

namespace Tutti.Learning.Tests.Data.Sources.Arrays;

/// <summary>Array files that NumPy, SciPy and MATLAB wrote, and arrays of any type and shape.</summary>
internal static class ArrayFixtures
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Goldens", "formats", name);

    public static Gen<NumericArray> Arrays { get; } = Gen.Choose(0, 4).ArrayOf().Where(sizes => sizes.Length <= 5)
        .SelectMany(sizes => Gen.Elements(Enum.GetValues<NumericType>()), (sizes, type) => Make(type, Shape.Create(sizes), sizes.Length));

    public static bool AreEqual(NumericArray left, NumericArray right) =>
        left.Type == right.Type && left.Shape == right.Shape && left.ToDoubles().SequenceEqual(right.ToDoubles());

    public static NumericArray Make(NumericType type, Shape shape, int seed = 1)
    {
        var random = new System.Random(seed);
        var values = Enumerable.Range(0, shape.ElementCount).Select(_ => random.Next(-100, 100)).ToArray();
        return type switch
        {
            NumericType.Boolean => From(value => value > 0),
            NumericType.Int8 => From(value => (sbyte)value),
            NumericType.Int16 => From(value => (short)(300 * value)),
            NumericType.Int32 => From(value => 10_000_000 * value),
            NumericType.Int64 => From(value => 10_000_000_000L * value),
            NumericType.UInt8 => From(value => (byte)(100 + value)),
            NumericType.UInt16 => From(value => (ushort)(500 * (100 + value))),
            NumericType.UInt32 => From(value => 10_000_000u * (uint)(100 + value)),
            NumericType.UInt64 => From(value => 10_000_000_000UL * (ulong)(100 + value)),
            NumericType.Half => From(value => (Half)(value / 8.0)),
            NumericType.Single => From(value => value / 7f),
            _ => From(value => value / 7.0),
        };

        NumericArray From<T>(Converter<int, T> convert) where T : unmanaged => NumericArray.From(Array.ConvertAll(values, convert), shape);
    }
}
