using System.Numerics;
using Tutti.Tensors.Autograd;

namespace Tutti.Tensors.Operations;

/// <summary>
/// Functions of one number and of constants, element by element. The result has the memory order of a dense operand. Large tensors are
/// split across threads: each element is computed alone.
/// </summary>
internal static class PointFunctions
{
    /// <summary>The fewest elements worth a thread of their own: some 10 µs of the cheapest function.</summary>
    internal const int Grain = 1 << 15;

    private static readonly PointConstants None = new(0);

    internal static Tensor Scale(Tensor input, double factor) => Run(Primitives.Scale, input, new(factor));

    internal static Tensor Shift(Tensor input, double number) => Run(Primitives.Shift, input, new(number));

    internal static Tensor Sqrt(Tensor input) => Run(Primitives.Sqrt, input, None, keepOutput: true);

    internal static Tensor Abs(Tensor input) => Run(Primitives.Abs, input, None);

    internal static Tensor LeakyRelu(Tensor input, double slope) => Run(Primitives.LeakyRelu, input, new(slope));

    internal static Tensor Softplus(Tensor input, double beta, double threshold)
    {
        if (!double.IsFinite(beta) || beta == 0)
            throw new ArgumentOutOfRangeException(nameof(beta), beta,
                $"{Primitives.Softplus.Name}: beta divides the result. Got {beta}. Expected a finite number other than 0; 1 is usual.");
        return Run(Primitives.Softplus, input, new(beta, threshold));
    }

    internal static Tensor Clamp(Tensor input, double? low, double? high)
    {
        if (low is null && high is null)
            throw new ArgumentException($"{Primitives.Clamp.Name}: neither bound is given. Expected a lower bound, an upper one, or both.");
        return Run(Primitives.Clamp, input, new(low ?? double.NegativeInfinity, high ?? double.PositiveInfinity));
    }

    internal static Tensor Pow(Tensor input, double exponent) => Run(Primitives.Pow, input, new(exponent));

    private static Tensor Run(Primitive primitive, Tensor input, PointConstants constants, bool keepOutput = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        Operand.CheckFloatingPoint(primitive.Name, input);
        var strides = input.Strides.IsDense(input.Shape) ? input.Strides : Strides.RowMajor(input.Shape);
        var source = Shaping.InOrder(input, strides);
        var result = Tensor.Allocate(input.Shape, strides, input.ElementType);
        if (input.ElementType == ElementType.Float32) Compute<float>(primitive, constants, source, result);
        else Compute<double>(primitive, constants, source, result);
        GC.KeepAlive(source);
        return Graph.Record(primitive, result, [input], constants, keepOutput);
    }

    private static void Compute<T>(Primitive primitive, PointConstants constants, Tensor source, Tensor result)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ParallelRange.Run(result.ElementCount, Grain, new PointRange<T>
        {
            Primitive = primitive,
            First = T.CreateTruncating(constants.First),
            Second = T.CreateTruncating(constants.Second),
            Values = source.Memory<T>(),
            Result = result.Memory<T>(),
        });
}
