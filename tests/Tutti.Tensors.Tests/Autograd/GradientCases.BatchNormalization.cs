namespace Tutti.Tensors.Tests.Autograd;

public static partial class GradientCases
{
    private static IEnumerable<GradientCase> BatchNormalizations()
    {
        foreach (Shape shape in (Shape[])[[6, 5], [3, 4, 5], [2, 3, 4, 5], [1, 2, 3, 4], [2, 3, 1, 1], [2, 33], [70, 1], [2, 2, 2, 2, 2]])
            foreach (var isTraining in (bool[])[true, false])
            {
                Shape channels = [shape[1]];
                yield return new("batch_norm", $"{shape}, training {isTraining}",
                    x => Normalize(x[0], x[1], x[2], isTraining), [Uniform(shape, -1, 3), Uniform(channels, 0.5, 2), Uniform(channels)], 128);
                yield return new("batch_norm", $"{shape} without weight and bias, training {isTraining}",
                    x => Normalize(x[0], null, null, isTraining), [Uniform(shape, -1, 3)], 128);
            }
        yield return new("batch_norm", "weight alone", x => Normalize(x[0], x[1], null, true), [Uniform([5, 3]), Uniform([3], 0.5, 2)], 128);
        yield return new("batch_norm", "bias alone", x => Normalize(x[0], null, x[1], true), [Uniform([5, 3]), Uniform([3])], 128);
        yield return new("batch_norm", "transposed",
            x => Normalize(x[0].Transpose(), x[1], x[2], true), [Uniform([3, 6]), Uniform([3], 0.5, 2), Uniform([3])], 128);
        yield return new("batch_norm", "channels last", x => Normalize(x[0].Permute([0, 3, 1, 2]), x[1], x[2], true),
            [Uniform([2, 3, 4, 5]), Uniform([5], 0.5, 2), Uniform([5])], 128);
        yield return new("batch_norm", "used twice",
            x => Normalize(Normalize(x[0], x[1], x[2], true), x[1], x[2], true), [Uniform([6, 2]), Uniform([2], 0.5, 2), Uniform([2])], 128);
        yield return new("batch_norm", "no samples", x => Normalize(x[0], x[1], x[2], false), [Uniform([0, 2]), Uniform([2]), Uniform([2])]);
    }

    private static Tensor Normalize(Tensor input, Tensor? weight, Tensor? bias, bool isTraining)
    {
        Shape channels = [input.Shape[1]];
        var mean = TestKit.GradientCheck.Convert(Uniform(channels, seed: 8), input.ElementType);
        var variance = TestKit.GradientCheck.Convert(Uniform(channels, 0.5, 2, seed: 9), input.ElementType);
        return input.BatchNorm(weight, bias, mean, variance, isTraining, 0.1, 1e-3);
    }
}
