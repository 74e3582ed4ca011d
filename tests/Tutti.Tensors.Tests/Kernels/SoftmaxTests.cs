using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Kernels;

public sealed class SoftmaxTests : KernelTest
{
    private static readonly int[] Columns = [1, 2, 3, 4, 5, 7, 8, 9, 10, 15, 16, 17, 31, 35, 100];

    [Theory, MemberData(nameof(Sets))]
    public void Softmax_RowsOfAnyLength_AgreesWithTheReference(string name)
    {
        foreach (var columns in Columns)
        {
            const int Rows = 3;
            var values = Unaligned(Rows * columns, -20, 20);
            float[] expected = new float[values.Length], actual = new float[values.Length];
            float[] expectedMaxima = new float[Rows], maxima = new float[Rows], expectedSums = new float[Rows], sums = new float[Rows];
            Reference.Softmax(values, columns, expected, expectedMaxima, expectedSums);
            Set(name).Softmax(values, columns, actual, maxima, sums);
            TensorAssert.Close(expected, actual, 1e-6, 1e-12, $"softmax of {columns}");
            TensorAssert.SameBits(expectedMaxima, maxima, $"maxima of {columns}");
            TensorAssert.Close(expectedSums, sums, 1e-6, 1e-6, $"logarithms of sums of {columns}");
            Set(name).Softmax(values, columns, expected, default, default);
            TensorAssert.SameBits(expected, actual, $"softmax of {columns} alone");
        }
    }

    [Theory, MemberData(nameof(Sets))]
    public void LogSoftmax_RowsOfAnyLength_AgreesWithTheReference(string name)
    {
        foreach (var columns in Columns)
        {
            var values = Unaligned(3 * columns, -80, 80);
            float[] expected = new float[values.Length], actual = new float[values.Length];
            Reference.LogSoftmax(values, columns, expected);
            Set(name).LogSoftmax(values, columns, actual);
            TensorAssert.Close(expected, actual, 1e-6, 1e-6, $"log softmax of {columns}");
        }
    }

    [Theory, MemberData(nameof(Sets))]
    public void Softmax_SpecialValues_AgreesWithTheReference(string name)
    {
        float[][] rows =
        [
            [float.NegativeInfinity, 0, 1, float.NegativeInfinity], [float.NaN, 0, 1, 2], [float.PositiveInfinity, 0, 1, 2],
            [float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity],
            [1e30f, -1e30f, 0, 1e30f], [0, -0f, 0, 0],
        ];
        foreach (var row in rows)
            // Once shorter than a register, once longer.
            foreach (var repeats in (int[])[1, 5])
            {
                var values = Enumerable.Repeat(row, repeats).SelectMany(part => part).ToArray();
                float[] expected = new float[values.Length], actual = new float[values.Length];
                Reference.Softmax(values, values.Length, expected, default, default);
                Set(name).Softmax(values, values.Length, actual, default, default);
                TensorAssert.Close(expected, actual, 1e-6, 0, string.Join(" ", row));
            }
    }

    [Theory, MemberData(nameof(Sets))]
    public void Gradients_AgreeWithTheReference(string name)
    {
        var output = Unaligned(60, 0.1f, 0.9f);
        var upstream = Unaligned(60, -1, 1, seed: 2);
        float[] expected = new float[60], actual = new float[60];
        Reference.SoftmaxGradient(output, upstream, 20, expected);
        Set(name).SoftmaxGradient(output, upstream, 20, actual);
        TensorAssert.Close(expected, actual, 1e-5, 1e-6, "softmax gradient");
        Reference.LogSoftmaxGradient(output, upstream, 20, expected);
        Set(name).LogSoftmaxGradient(output, upstream, 20, actual);
        TensorAssert.Close(expected, actual, 1e-5, 1e-6, "log softmax gradient");
    }
}
