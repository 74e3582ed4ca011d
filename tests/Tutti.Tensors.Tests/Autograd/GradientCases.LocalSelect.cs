namespace Tutti.Tensors.Tests.Autograd;

public static partial class GradientCases
{
    private static IEnumerable<GradientCase> LocalSelect() =>
        [new("select", "middle", x => x[0].Select(1, 2), [Uniform([2, 3, 4])]), new("select", "permuted", x => x[0].Permute(1, 0, 2).Select(0, 1), [Uniform([2, 3, 4])])];
}
