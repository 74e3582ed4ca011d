using Tutti.Tensors;

namespace Tutti.Learning.Data.Transforms;

/// <summary>(samples − means) · matrix, some rows at a time so that no centred copy of all samples is made.</summary>
internal static class CenteredProduct
{
    private const int RowsAtATime = 2048;

    /// <summary>The whole product <c>[N, K]</c>.</summary>
    public static Tensor Run(Tensor samples, double[] means, Tensor matrix)
    {
        var result = Tensor.Zeros([samples.Shape[0], matrix.Shape[1]]);
        Run(samples, means, matrix, (firstRow, part) => part.CopyTo(result.AsSpan<float>()[(firstRow * matrix.Shape[1])..]));
        return result;
    }

    /// <summary>Hands over the product in parts of whole rows.</summary>
    public static void Run(Tensor samples, double[] means, Tensor matrix, ReceivePart receive)
    {
        var (count, width) = (samples.Shape[0], means.Length);
        for (var first = 0; first < count; first += RowsAtATime)
        {
            using var scope = TensorScope.Begin();
            var rows = Math.Min(RowsAtATime, count - first);
            var centered = Tensor.Zeros([rows, width]);
            var source = samples.AsSpan<float>().Slice(first * width, rows * width);
            var target = centered.AsSpan<float>();
            for (var start = 0; start < target.Length; start += width)
                for (var column = 0; column < width; column++)
                    target[start + column] = (float)(source[start + column] - means[column]);
            var product = centered.MatMul(matrix);
            receive(first, product.AsSpan<float>());
            GC.KeepAlive(product);
        }
        GC.KeepAlive(samples);
    }

    /// <summary>Receives rows of a product, the first of which has the given number.</summary>
    internal delegate void ReceivePart(int firstRow, ReadOnlySpan<float> part);
}
