using Tutti.Tensors.Kernels;
using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Kernels;

public sealed class RowProductsTests : KernelTest
{
    [Theory, MemberData(nameof(Sets))]
    public void RowProducts_AnyLength_AgreesWithTheReferenceInDouble(string name)
    {
        foreach (var length in Lengths(name))
            foreach (var count in (int[])[0, 1, 7, 8, 9, 20])
                foreach (var rowStep in (int[])[1, 3, length + 2])
                {
                    var rows = Unaligned(20 * rowStep + length, -1, 1);
                    var weights = Unaligned(length, -1, 1, seed: 2);
                    var epilogue = new MatMulEpilogue<float> { Bias = count % 2 == 0 ? default : [0.25f], Relu = length % 2 == 0 };
                    var actual = Enumerable.Repeat(float.NaN, 3 * 20).ToArray();
                    Set(name).RowProducts(rows, rowStep, count, weights, epilogue, actual, 3);
                    var expected = new double[60];
                    new ReferenceKernels<double>().RowProducts(Widen(rows), rowStep, count, Widen(weights),
                        new() { Bias = Widen(epilogue.Bias), Relu = epilogue.Relu }, expected, 3);
                    for (var i = 0; i < actual.Length; i++)
                    {
                        var isResult = i % 3 == 0 && i / 3 < count;
                        Assert.Equal(!isResult, float.IsNaN(actual[i]));
                        if (isResult) Assert.Equal(expected[i], actual[i], (length + 2) * Math.Pow(2, -24) * (length + 1));
                    }
                }
    }

    [Theory, MemberData(nameof(Sets))]
    public void RowProducts_AnyNumberOfRows_GivesARowTheSameBits(string name)
    {
        foreach (var length in Lengths(name))
        {
            var rows = Unaligned(19 + length, -1, 1);
            var weights = Unaligned(length, -1, 1, seed: 2);
            float[] together = new float[19], alone = new float[19];
            Set(name).RowProducts(rows, 1, 19, weights, default, together, 1);
            for (var row = 0; row < 19; row++) Set(name).RowProducts(rows[row..], 1, 1, weights, default, alone.AsSpan(row), 1);
            TensorAssert.SameBits(together, alone, $"{length}");
        }
    }

    private static double[] Widen(ReadOnlySpan<float> values)
    {
        var result = new double[values.Length];
        for (var i = 0; i < result.Length; i++) result[i] = values[i];
        return result;
    }
}
