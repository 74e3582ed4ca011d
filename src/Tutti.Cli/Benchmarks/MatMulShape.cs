namespace Tutti.Cli.Benchmarks;

/// <summary>Which side of a product is read transposed, named after where it occurs in training.</summary>
internal enum MatMulForm
{
    /// <summary>[M, K] · [K, N].</summary>
    Plain,

    /// <summary>y = x · Wᵀ: [M, K] · [N, K]ᵀ.</summary>
    Forward,

    /// <summary>dW = dyᵀ · x: [K, M]ᵀ · [K, N].</summary>
    WeightGradient,

    /// <summary>dx = dy · W: [M, K] · [K, N], M being the batch.</summary>
    InputGradient,
}

/// <summary>A product to be timed: C [M, N] from sums over K.</summary>
internal readonly record struct MatMulShape(MatMulForm Form, int M, int K, int N)
{
    private const int Batch = 64;

    /// <summary>
    /// The shapes that the peers' gemm.py times, then the products of the layers of the model <c>mlp</c> at a batch of 64.
    /// </summary>
    internal static IReadOnlyList<MatMulShape> All { get; } =
    [
        new(MatMulForm.Plain, 512, 512, 512),
        new(MatMulForm.Plain, 1024, 1024, 1024),
        new(MatMulForm.Plain, 64, 784, 256),
        new(MatMulForm.Plain, 128, 784, 256),
        new(MatMulForm.Plain, 128, 400, 256),
        new(MatMulForm.Plain, 64, 256, 128),
        .. OfLayer(784, 256), .. OfLayer(256, 128), .. OfLayer(128, 10),
    ];

    internal string Name => Form switch
    {
        MatMulForm.Plain => $"sgemm [{M},{K}]x[{K},{N}]",
        MatMulForm.Forward => $"forward x[{M},{K}] W[{N},{K}]^T",
        MatMulForm.WeightGradient => $"dW dy[{K},{M}]^T x[{K},{N}]",
        _ => $"dX dy[{M},{K}] W[{K},{N}]",
    };

    internal double Operations => 2.0 * M * K * N;

    private static IEnumerable<MatMulShape> OfLayer(int inputs, int outputs)
    {
        yield return new(MatMulForm.Forward, Batch, inputs, outputs);
        yield return new(MatMulForm.WeightGradient, outputs, Batch, inputs);
        yield return new(MatMulForm.InputGradient, Batch, outputs, inputs);
    }
}
