namespace Tutti.Tensors.Tests.Autograd;

public static partial class GradientCases
{
    private static IEnumerable<GradientCase> Arithmetic()
    {
        (string Name, Func<Tensor, Tensor, Tensor> Apply)[] operations =
        [
            ("add", (a, b) => a + b), ("sub", (a, b) => a - b), ("mul", (a, b) => a * b), ("div", (a, b) => a / b),
        ];
        (Shape Left, Shape Right)[] shapes =
        [
            ([2, 3], [2, 3]), ([], []), ([1], [1]), ([2, 3], []), ([2, 3], [3]), ([2, 1], [1, 3]), ([3], [2, 1, 3]), ([0, 3], [3]), ([2, 0], [2, 0]),
        ];
        foreach (var (name, apply) in operations)
        {
            foreach (var (left, right) in shapes)
                yield return new(name, $"{left} and {right}", x => apply(x[0], x[1]), [Uniform(left), AwayFromZero(right, 2)]);
            yield return new(name, "transposed left", x => apply(x[0].Transpose(), x[1]), [Uniform([2, 3]), AwayFromZero([3, 2], 2)]);
            yield return new(name, "both transposed", x => apply(x[0].Transpose(), x[1].Transpose()), [Uniform([2, 3]), AwayFromZero([2, 3], 2)]);
            yield return new(name, "expanded", x => apply(x[0].Expand([4, 3]), x[1]), [Uniform([1, 3]), AwayFromZero([4, 3], 2)]);
            yield return new(name, "repeated operand", x => apply(x[0], x[0]), [AwayFromZero([2, 3])]);
            yield return new(name, "used again", x => apply(apply(x[0], x[1]), x[1]) + x[0], [Uniform([2, 3]), AwayFromZero([3], 2)]);
        }
    }
}
