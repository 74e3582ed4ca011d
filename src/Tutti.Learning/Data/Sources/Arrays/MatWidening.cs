using System.Numerics;

namespace Tutti.Learning.Data.Sources.Arrays;

/// <summary>Arrays that MATLAB stored in a smaller type than theirs, to save space, get their type back.</summary>
internal static class MatWidening
{
    /// <summary>The same numbers in another type; null if one does not fit.</summary>
    public static NumericArray? Convert(NumericArray array, NumericType wanted)
    {
        try
        {
            return wanted switch
            {
                NumericType.Double => NumericArray.From(array.ToDoubles(), array.Shape),
                NumericType.Single => NumericArray.From(array.ToSingles(), array.Shape),
                NumericType.Int8 => Whole<sbyte>(array),
                NumericType.Int16 => Whole<short>(array),
                NumericType.Int32 => Whole<int>(array),
                NumericType.Int64 => Whole<long>(array),
                NumericType.UInt8 => Whole<byte>(array),
                NumericType.UInt16 => Whole<ushort>(array),
                NumericType.UInt32 => Whole<uint>(array),
                _ => Whole<ulong>(array),
            };
        }
        catch (Exception cause) when (cause is OverflowException or InvalidOperationException)
        {
            return null;
        }
    }

    private static NumericArray Whole<T>(NumericArray array) where T : unmanaged, INumber<T> =>
        NumericArray.From(Array.ConvertAll(array.ToInt64s(), T.CreateChecked), array.Shape);
}
