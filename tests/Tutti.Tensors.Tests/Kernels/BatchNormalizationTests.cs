using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Kernels;

public sealed class BatchNormalizationTests : KernelTest
{
    private static readonly int[] RowCounts = [1, 2, 7, 256];

    [Theory, MemberData(nameof(Sets))]
    public void ColumnMoments_AnySize_AgreeWithTheReference(string name)
    {
        foreach (var rows in RowCounts)
            foreach (var columns in Columns(name))
            {
                var values = Unaligned(rows * columns, 2, 4);
                float[] means = new float[columns], squares = new float[columns], expectedMeans = new float[columns], expectedSquares = new float[columns];
                Reference.ColumnMoments(values, expectedMeans, expectedSquares);
                Set(name).ColumnMoments(values, means, squares);
                TensorAssert.Close(expectedMeans, means, 1.2e-7 * rows, 0, $"means of {rows} × {columns}");
                TensorAssert.Close(expectedSquares, squares, 1.2e-7 * rows, 1e-12, $"squares of {rows} × {columns}");
            }
    }

    [Theory, MemberData(nameof(Sets))]
    public void ColumnProducts_AnySize_AgreeWithTheReference(string name)
    {
        foreach (var rows in RowCounts)
            foreach (var columns in Columns(name))
            {
                ReadOnlySpan<float> upstream = Unaligned(rows * columns, -1, 1), values = Unaligned(rows * columns, 2, 4, seed: 2);
                ReadOnlySpan<float> centers = Unaligned(columns, 2, 4, seed: 3);
                float[] sums = new float[columns], products = new float[columns], expectedSums = new float[columns], expectedProducts = new float[columns];
                Reference.ColumnProducts(upstream, values, centers, expectedSums, expectedProducts);
                Set(name).ColumnProducts(upstream, values, centers, sums, products);
                TensorAssert.Close(expectedSums, sums, 0, 1.2e-7 * rows, $"sums of {rows} × {columns}");
                TensorAssert.Close(expectedProducts, products, 0, 2.4e-7 * rows, $"products of {rows} × {columns}");
            }
    }

    [Theory, MemberData(nameof(Sets))]
    public void NormalizeColumnsAndGradient_AnySize_AgreeWithTheReference(string name)
    {
        foreach (var rows in RowCounts)
            foreach (var columns in Columns(name))
            {
                ReadOnlySpan<float> upstream = Unaligned(rows * columns, -1, 1), values = Unaligned(rows * columns, 2, 4, seed: 2);
                ReadOnlySpan<float> centers = Unaligned(columns, 2, 4, seed: 3), scales = Unaligned(columns, -2, 2, seed: 4);
                ReadOnlySpan<float> slopes = Unaligned(columns, -2, 2, seed: 5), shifts = Unaligned(columns, -2, 2, seed: 6);
                float[] expected = new float[rows * columns], actual = new float[rows * columns];
                Reference.NormalizeColumns(values, centers, scales, shifts, expected);
                Set(name).NormalizeColumns(values, centers, scales, shifts, actual);
                TensorAssert.Close(expected, actual, 0, 2e-6, $"result of {rows} × {columns}");
                Reference.NormalizationGradient(upstream, values, centers, scales, slopes, shifts, expected);
                Set(name).NormalizationGradient(upstream, values, centers, scales, slopes, shifts, actual);
                TensorAssert.Close(expected, actual, 0, 2e-6, $"gradient of {rows} × {columns}");
            }
    }

    private static int[] Columns(string name) => [.. Lengths(name).Where(columns => columns > 0), 64, 77];
}
