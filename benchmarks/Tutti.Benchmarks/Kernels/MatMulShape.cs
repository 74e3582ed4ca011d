namespace Tutti.Benchmarks.Kernels;

/// <summary>C[m, n] = A[m, k] · B[k, n], where a transposed operand is stored the other way round.</summary>
public sealed record MatMulShape(string Name, int M, int N, int K, bool TransposeA, bool TransposeB)
{
    /// <summary>The three multiplications of a layer with <paramref name="batch"/> rows and weights stored [out, in].</summary>
    public static IEnumerable<MatMulShape> OfLayer(string name, int batch, int inputs, int outputs) =>
    [
        new($"{name} y", batch, outputs, inputs, false, true),
        new($"{name} dW", outputs, inputs, batch, true, false),
        new($"{name} dX", batch, inputs, outputs, false, false),
    ];

    public override string ToString() => Name;
}
