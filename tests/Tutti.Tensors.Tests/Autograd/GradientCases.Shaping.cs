namespace Tutti.Tensors.Tests.Autograd;

public static partial class GradientCases
{
    private static IEnumerable<GradientCase> Shaping()
    {
        yield return new("sum", "all", x => x[0].Sum(), [Uniform([2, 3])]);
        yield return new("sum", "scalar", x => x[0].Sum(), [Uniform([])]);
        yield return new("sum", "empty", x => x[0].Sum(), [Uniform([0, 3])]);
        yield return new("sum", "over an empty dimension", x => x[0].Sum([0]), [Uniform([0, 3])]);
        yield return new("sum", "middle", x => x[0].Sum([1]), [Uniform([2, 3, 4])]);
        yield return new("sum", "two kept", x => x[0].Sum([0, -1], keepDimensions: true), [Uniform([2, 3, 4])]);
        yield return new("sum", "mean of transposed", x => x[0].Transpose().Mean([0]), [Uniform([2, 3])]);
        yield return new("reshape", "contiguous", x => x[0].Reshape([3, 2]), [Uniform([2, 3])]);
        yield return new("reshape", "transposed", x => x[0].Transpose().Reshape([6]), [Uniform([2, 3])]);
        yield return new("reshape", "to scalar", x => x[0].Reshape([]), [Uniform([1, 1])]);
        yield return new("reshape", "empty", x => x[0].Reshape([3, 0]), [Uniform([0, 2])]);
        yield return new("permute", "three dimensions", x => x[0].Permute(2, 0, 1), [Uniform([2, 3, 4])]);
        yield return new("permute", "twice", x => x[0].Permute(2, 0, 1).Permute(1, 0, 2), [Uniform([2, 3, 4])]);
        yield return new("permute", "times itself", x => x[0] * x[0].Transpose(), [Uniform([3, 3])]);
        yield return new("expand", "leading", x => x[0].Expand([4, 3]), [Uniform([3])]);
        yield return new("expand", "inner", x => x[0].Expand([2, 4, 3]), [Uniform([2, 1, 3])]);
        yield return new("expand", "scalar", x => x[0].Expand([2, 2]), [Uniform([])]);
        yield return new("contiguous", "transposed", x => x[0].Transpose().Contiguous(), [Uniform([2, 3])]);
        yield return new("contiguous", "expanded", x => x[0].Expand([2, 3]).Contiguous(), [Uniform([1, 3])]);
    }
}
