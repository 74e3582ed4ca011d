namespace Tutti.Tensors.Tests.Autograd;

public static partial class GradientCases
{
    private static IEnumerable<GradientCase> Convolutions() => [.. Conv2ds(), .. MaxPools(), .. AvgPools()];

    private static IEnumerable<GradientCase> Conv2ds()
    {
        (Shape Input, Shape Weight, Conv2dOptions Options)[] cases =
        [
            ([2, 1, 5, 4], [3, 1, 3, 3], new()),
            ([2, 3, 5, 6], [4, 3, 3, 2], new()),
            ([1, 2, 5, 5], [2, 2, 3, 3], new() { Padding = 1 }),
            ([1, 2, 6, 7], [3, 2, 3, 3], new() { Stride = new(2, 3), Padding = new(2, 1) }),
            ([1, 2, 7, 7], [2, 2, 3, 2], new() { Dilation = new(2, 3), Padding = 1 }),
            ([2, 4, 4, 4], [6, 2, 3, 3], new() { Groups = 2, Padding = 1 }),
            ([1, 3, 4, 4], [3, 1, 2, 2], new() { Groups = 3, Stride = 2 }),
            ([2, 4, 3, 3], [3, 4, 1, 1], new()),
            ([2, 4, 3, 3], [4, 2, 1, 1], new() { Groups = 2 }),
            ([1, 2, 3, 3], [2, 2, 3, 3], new()),
            ([0, 2, 3, 3], [2, 2, 2, 2], new()),
        ];
        foreach (var (input, weight, options) in cases)
        {
            Shape bias = [weight[0]];
            yield return new("conv2d", $"{input} with {weight}, {options}", x => x[0].Conv2d(x[1], x[2], options), [Uniform(input), Uniform(weight, seed: 2), Uniform(bias, seed: 3)], 64);
        }
        Shape image = [2, 3, 4, 4], kernel = [2, 3, 3, 3];
        yield return new("conv2d", "without bias", x => x[0].Conv2d(x[1]), [Uniform(image), Uniform(kernel, seed: 2)], 64);
        yield return new("conv2d", "with ReLU", x => x[0].Conv2d(x[1], x[2], new() { Relu = true }), [Uniform(image), Uniform(kernel, seed: 2), Uniform([2], seed: 3)], 64);
        yield return new("conv2d", "with ReLU and a shared upstream", x => x[0].Conv2d(x[1], x[2], new() { Relu = true }) + x[3],
            [Uniform(image), Uniform(kernel, seed: 2), Uniform([2], seed: 3), Uniform([2, 2, 2, 2], seed: 4)], 64);
        yield return new("conv2d", "channels last", x => x[0].Permute(0, 3, 1, 2).Conv2d(x[1]), [Uniform([2, 4, 4, 3]), Uniform(kernel, seed: 2)], 64);
        yield return new("conv2d", "two layers, one weight twice", x => x[0].Conv2d(x[1], null, new() { Padding = 1 }).Conv2d(x[1]), [Uniform([1, 2, 4, 4]), Uniform([2, 2, 3, 3], seed: 2)], 256);
        yield return new("conv2d", "summed", x => x[0].Conv2d(x[1], x[2]).Sum(), [Uniform(image), Uniform(kernel, seed: 2), Uniform([2], seed: 3)], 64);
    }

    private static IEnumerable<GradientCase> MaxPools()
    {
        (Shape Input, Size2d Kernel, MaxPool2dOptions Options)[] cases =
        [
            ([2, 3, 4, 4], 2, new()), ([1, 2, 5, 7], 2, new()), ([1, 2, 5, 7], 2, new() { CeilMode = true }),
            ([1, 2, 5, 5], 3, new() { Stride = 1 }), ([1, 2, 5, 6], new(3, 2), new() { Stride = 2, Padding = new(1, 0) }),
            ([1, 2, 6, 6], 2, new() { Dilation = 2, Stride = 1 }), ([1, 1, 5, 5], 2, new() { Stride = 3 }), ([1, 3, 4, 4], 2, new() { Relu = true }), ([0, 3, 4, 4], 2, new()),
        ];
        foreach (var (input, kernel, options) in cases)
            yield return new("max_pool2d", $"{input} by {kernel}, {options}", x => x[0].MaxPool2d(kernel, options), [Spread(input)]);
        yield return new("max_pool2d", "channels last", x => x[0].Permute(0, 3, 1, 2).MaxPool2d(2), [Spread([2, 4, 4, 9])]);
        yield return new("max_pool2d", "summed", x => x[0].MaxPool2d(2).Sum(), [Spread([2, 3, 4, 4])]);
        yield return new("max_pool2d", "after a convolution", x => x[0].Conv2d(x[1], null, new() { Relu = true }).MaxPool2d(2).Flatten(), [Uniform([1, 2, 6, 6]), Uniform([3, 2, 3, 3], seed: 2)], 64);
    }

    private static IEnumerable<GradientCase> AvgPools()
    {
        (Shape Input, Size2d Kernel, AvgPool2dOptions Options)[] cases =
        [
            ([2, 3, 4, 4], 2, new()), ([1, 2, 5, 7], 2, new()), ([1, 2, 5, 5], 3, new() { Stride = 1, Padding = 1 }),
            ([1, 2, 5, 6], new(3, 2), new() { Stride = 2, Padding = 1, CountPadding = false }), ([0, 3, 4, 4], 2, new()),
        ];
        foreach (var (input, kernel, options) in cases)
            yield return new("avg_pool2d", $"{input} by {kernel}, {options}", x => x[0].AvgPool2d(kernel, options), [Uniform(input)]);
        yield return new("avg_pool2d", "whole image", x => x[0].GlobalAvgPool2d(), [Uniform([2, 3, 3, 4])]);
        yield return new("avg_pool2d", "channels last, summed", x => x[0].Permute(0, 3, 1, 2).AvgPool2d(2).Sum(), [Uniform([2, 4, 4, 9])]);
    }

    /// <summary>Numbers that are all at least 0.05 apart and away from 0, in a scattered order: no step changes which is largest.</summary>
    private static Tensor Spread(Shape shape)
    {
        var count = shape.ElementCount;
        var values = new double[count];
        for (var i = 0; i < count; i++) values[i] = (float)(0.05 * ((long)i * 7919 % count - count / 2) + 0.02);
        return Tensor.From(values, shape);
    }
}
