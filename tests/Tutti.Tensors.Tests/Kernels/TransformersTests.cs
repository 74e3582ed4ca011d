using Tutti.Tensors.Kernels;
using Tutti.Tensors.Kernels.Reference;
using Tutti.Tensors.Random;
using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Kernels;

public sealed class TransformersTests : KernelTest
{
    [Theory, MemberData(nameof(Sets))]
    public void Gelu_OverItsRange_IsRelativelyExact(string name)
    {
        var values = Unaligned(200_003, -12.5f, 12.5f);
        float[] actual = new float[values.Length], slopes = new float[values.Length];
        Set(name).Gelu(values, actual, slopes);
        for (var i = 0; i < values.Length; i++)
        {
            double x = values[i], share = ErrorFunction.Complement(-x / Math.Sqrt(2)) / 2;
            var slope = share + x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
            Assert.True(Math.Abs(actual[i] - x * share) <= 1e-6 * Math.Abs(x * share), $"gelu({x:R}): expected {x * share:R}, got {actual[i]:R}");
            Assert.True(Math.Abs(slopes[i] - slope) <= 5e-7 * (share + Math.Abs(slope)), $"slope at {x:R}: expected {slope:R}, got {slopes[i]:R}");
        }
    }

    [Theory, MemberData(nameof(Sets))]
    public void GeluTanh_OverItsRange_AgreesWithTheReference(string name)
    {
        var values = Unaligned(50_003, -5, 5);
        float[] expected = new float[values.Length], actual = new float[values.Length];
        float[] expectedSlopes = new float[values.Length], slopes = new float[values.Length];
        Reference.GeluTanh(values, expected, expectedSlopes);
        Set(name).GeluTanh(values, actual, slopes);
        TensorAssert.Close(expected, actual, 5e-6, 1e-12, "gelu");
        TensorAssert.Close(expectedSlopes, slopes, 1e-5, 1e-6, "slope");
    }

    [Theory, MemberData(nameof(Sets))]
    public void Gelu_AnyLengthAndSpecialValues_AgreesWithTheReference(string name)
    {
        (string Form, Action<KernelSet<float>, float[], float[], float[]> Run)[] forms =
            [("exact", (set, x, y, s) => set.Gelu(x, y, s)), ("tanh", (set, x, y, s) => set.GeluTanh(x, y, s))];
        foreach (var (form, run) in forms)
            foreach (var values in Lengths(name).Select(length => Unaligned(length, -3, 3).ToArray()).Append(Special))
            {
                float[] expected = new float[values.Length], actual = new float[values.Length];
                float[] expectedSlopes = new float[values.Length], slopes = new float[values.Length];
                run(Reference, values, expected, expectedSlopes);
                run(Set(name), values, actual, slopes);
                TensorAssert.Close(expected, actual, 5e-6, 1e-30, $"{form} {values.Length}");
                TensorAssert.Close(expectedSlopes, slopes, 5e-6, 1e-6, $"slope, {form} {values.Length}");
                run(Set(name), values, actual, []);
                TensorAssert.Close(expected, actual, 5e-6, 1e-30, $"{form} {values.Length} alone");
            }
    }

    [Theory, MemberData(nameof(Sets))]
    public void LayerNorm_RowsOfAnyLength_AgreesWithTheReference(string name)
    {
        foreach (var columns in Lengths(name).Where(length => length > 0).Append(128))
            foreach (var isAffine in (bool[])[true, false])
            {
                const int rows = 5;
                var values = Unaligned(rows * columns, -2, 3);
                ReadOnlySpan<float> weight = isAffine ? Unaligned(columns, 0.5f, 2, 2) : default, bias = isAffine ? Unaligned(columns, -1, 1, 3) : default;
                float[] expected = new float[values.Length], actual = new float[values.Length];
                float[] means = new float[rows], scales = new float[rows], actualMeans = new float[rows], actualScales = new float[rows];
                Reference.LayerNorm(values, columns, weight, bias, 1e-5f, expected, means, scales);
                Set(name).LayerNorm(values, columns, weight, bias, 1e-5f, actual, actualMeans, actualScales);
                TensorAssert.Close(means, actualMeans, 1e-5, 1e-6, $"means of {columns}");
                TensorAssert.Close(scales, actualScales, 1e-5, 0, $"scales of {columns}");
                TensorAssert.Close(expected, actual, 1e-5, 1e-5, $"rows of {columns}");
            }
    }

    [Theory, MemberData(nameof(Sets))]
    public void LayerNormGradient_RowsOfAnyLength_AgreesWithTheReference(string name)
    {
        foreach (var columns in Lengths(name).Where(length => length > 0).Append(128))
            foreach (var accumulate in (bool[])[true, false])
            {
                const int rows = 5;
                Span<float> values = Unaligned(rows * columns, -2, 3), upstream = Unaligned(rows * columns, -1, 1, 2), weight = Unaligned(columns, 0.5f, 2, 3);
                Span<float> means = Unaligned(rows, -0.2f, 0.2f, 4), scales = Unaligned(rows, 0.5f, 1.5f, 5);
                float[][] expected = Results(rows, columns), actual = Results(rows, columns);
                Reference.LayerNormGradient(values, upstream, columns, weight, means, scales, accumulate, expected[0], expected[1], expected[2]);
                Set(name).LayerNormGradient(values, upstream, columns, weight, means, scales, accumulate, actual[0], actual[1], actual[2]);
                for (var i = 0; i < 3; i++) TensorAssert.Close(expected[i], actual[i], 1e-5, 2e-5, $"result {i} of {columns}, accumulate {accumulate}");
            }
    }

    [Theory, MemberData(nameof(Sets))]
    public void Drop_AnyLength_DecidesAsTheReference(string name)
    {
        foreach (var probability in (double[])[0.1, 0.5, 1])
            foreach (var length in Lengths(name).Concat([32, 33, 1000]))
                foreach (var first in (ulong[])[0, 64, 32ul << 29])
                {
                    var dropper = new Dropper(probability, new CounterRandom(3, RandomPurpose.Dropout, 0x1234567890));
                    var values = Unaligned(length, -1, 1);
                    float[] expected = new float[length], actual = new float[length];
                    Reference.Drop(values, dropper, first, expected);
                    Set(name).Drop(values, dropper, first, actual);
                    TensorAssert.SameBits(expected, actual, $"{length} from {first}");
                }
    }

    private static float[][] Results(int rows, int columns) =>
        [.. new[] { rows * columns, columns, columns }.Select(length => Enumerable.Repeat(0.5f, length).ToArray())];
}
