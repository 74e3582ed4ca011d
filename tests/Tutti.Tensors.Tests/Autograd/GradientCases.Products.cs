namespace Tutti.Tensors.Tests.Autograd;

public static partial class GradientCases
{
    private static IEnumerable<GradientCase> Products()
    {
        (Shape Left, Shape Right)[] shapes =
            [([2, 3], [3, 4]), ([1, 1], [1, 1]), ([2, 0], [0, 3]), ([0, 2], [2, 3]), ([2, 2, 3], [2, 3, 2]), ([2, 3], [2, 3, 2]), ([2, 1, 2, 3], [3, 3, 2])];
        foreach (var (left, right) in shapes)
            yield return new("matmul", $"{left} and {right}", x => x[0].MatMul(x[1]), [Uniform(left), Uniform(right, seed: 2)]);
        yield return new("matmul", "left transposed", x => x[0].Transpose().MatMul(x[1]), [Uniform([3, 2]), Uniform([3, 4], seed: 2)]);
        yield return new("matmul", "right transposed", x => x[0].MatMul(x[1].Transpose()), [Uniform([2, 3]), Uniform([4, 3], seed: 2)]);
        yield return new("matmul", "with itself", x => x[0].MatMul(x[0]), [Uniform([3, 3])]);
        yield return new("matmul", "summed", x => x[0].MatMul(x[1]).Sum(), [Uniform([2, 3]), Uniform([3, 4], seed: 2)]);
        yield return new("matmul", "used again", x => { var y = x[0].MatMul(x[1]); return y.MatMul(x[1]) + y; }, [Uniform([2, 3]), Uniform([3, 3], seed: 2)]);

        foreach (var relu in (bool[])[false, true])
        {
            yield return new("linear", $"ReLU {relu}", x => x[0].Linear(x[1], x[2], relu), [Uniform([3, 4]), Uniform([5, 4], seed: 2), Uniform([5], seed: 3)]);
            yield return new("linear", $"without bias, ReLU {relu}", x => x[0].Linear(x[1], null, relu), [Uniform([3, 4]), Uniform([5, 4], seed: 2)]);
            yield return new("linear", $"summed, ReLU {relu}", x => x[0].Linear(x[1], x[2], relu).Sum(), [Uniform([3, 4]), Uniform([5, 4], seed: 2), Uniform([5], seed: 3)]);
        }
        yield return new("linear", "leading dimensions", x => x[0].Linear(x[1], x[2]), [Uniform([2, 3, 4]), Uniform([5, 4], seed: 2), Uniform([5], seed: 3)]);
        yield return new("linear", "transposed input", x => x[0].Transpose().Linear(x[1]), [Uniform([4, 3]), Uniform([5, 4], seed: 2)]);
        yield return new("linear", "weight twice", x => x[0].Linear(x[1]).Linear(x[1]), [Uniform([2, 3]), Uniform([3, 3], seed: 2)]);
    }
}
