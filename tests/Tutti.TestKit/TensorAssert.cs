using Tutti.Tensors;
using Xunit;

namespace Tutti.TestKit;

/// <summary>Comparisons of tensors that say where they differ, by how much, and how many representable numbers lie between.</summary>
public static class TensorAssert
{
    private const int Reported = 5;

    /// <summary>Same shape, and |actual − expected| ≤ absolute + relative · |expected| everywhere; NaN and infinities agree with themselves.</summary>
    public static void Close(Tensor expected, Tensor actual, double relative, double absolute, string what = "tensor")
    {
        Assert.True(expected.Shape == actual.Shape, $"{what}: shapes differ. Expected {expected.Shape}, got {actual.Shape}.");
        Close(Values(expected), Values(actual), relative, absolute, what, expected.Shape);
    }

    /// <summary>The same for spans of numbers.</summary>
    public static void Close(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double relative, double absolute, string what = "values") =>
        Close(Widen(expected), Widen(actual), relative, absolute, what, [expected.Length]);

    /// <summary>Same shape and the same bits everywhere.</summary>
    public static void SameBits(Tensor expected, Tensor actual, string what = "tensor")
    {
        Assert.True(expected.Shape == actual.Shape, $"{what}: shapes differ. Expected {expected.Shape}, got {actual.Shape}.");
        SameBits(expected.ToArray<float>(), actual.ToArray<float>(), what);
    }

    /// <summary>The same for spans of numbers.</summary>
    public static void SameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what = "values")
    {
        Assert.True(expected.Length == actual.Length, $"{what}: lengths differ. Expected {expected.Length}, got {actual.Length}.");
        for (var i = 0; i < expected.Length; i++)
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]))
                Assert.Fail($"{what}: bits differ at {i}. Expected {expected[i]:R}, got {actual[i]:R}, {Ulps(expected[i], actual[i])} ULP apart.");
    }

    /// <summary>The elements as double, row-major, whatever the element type.</summary>
    public static double[] Values(Tensor tensor) => tensor.ElementType switch
    {
        ElementType.Float32 => Widen(tensor.ToArray<float>()),
        ElementType.Float64 => tensor.ToArray<double>(),
        _ => Array.ConvertAll(tensor.ToArray<long>(), value => (double)value),
    };

    private static void Close(double[] expected, double[] actual, double relative, double absolute, string what, Shape shape)
    {
        Assert.True(expected.Length == actual.Length, $"{what}: lengths differ. Expected {expected.Length}, got {actual.Length}.");
        var problems = new List<string>();
        var wrong = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            var (e, a) = (expected[i], actual[i]);
            if (e.Equals(a) || Math.Abs(a - e) <= absolute + relative * Math.Abs(e)) continue;
            if (++wrong <= Reported)
                problems.Add($"  at {Index(i, shape)}: expected {e:R}, got {a:R}, off by {Math.Abs(a - e):G3}, {Ulps((float)e, (float)a)} ULP (float)");
        }
        if (wrong > 0)
            Assert.Fail($"{what} {shape}: {wrong} of {expected.Length} differ (relative {relative:G3}, absolute {absolute:G3})\n{string.Join('\n', problems)}");
    }

    private static string Index(int flat, Shape shape)
    {
        var index = new int[shape.Rank];
        for (var dimension = shape.Rank - 1; dimension >= 0; dimension--)
        {
            index[dimension] = flat % shape[dimension];
            flat /= shape[dimension];
        }
        return $"[{string.Join(", ", index)}]";
    }

    private static long Ulps(float left, float right) => float.IsNaN(left) || float.IsNaN(right) ? -1 : Math.Abs(Ordered(left) - Ordered(right));

    // Floats of one sign are ordered like their bits.
    private static long Ordered(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(value);
        return bits >= 0 ? bits : (long)int.MinValue - bits;
    }

    private static double[] Widen(ReadOnlySpan<float> values)
    {
        var wide = new double[values.Length];
        for (var i = 0; i < wide.Length; i++) wide[i] = values[i];
        return wide;
    }
}
