namespace Tutti.Tensors.Tests.Autograd;

public static partial class GradientCases
{
    private static IEnumerable<GradientCase> Sequences() => [.. Conv1ds(), .. ConvTranspose1ds(), .. ConvTranspose2ds(), .. SequencePools()];

    private static IEnumerable<GradientCase> Conv1ds()
    {
        (Shape Input, Shape Weight, Conv1dOptions Options)[] cases =
        [
            ([2, 1, 9], [3, 1, 3], new()),
            ([2, 3, 8], [4, 3, 5], new() { Stride = 2, Padding = 2 }),
            ([1, 1, 12], [2, 1, 7], new() { Stride = 2, Padding = 3 }),
            ([5, 2, 4], [3, 2, 4], new() { Padding = 3 }),
            ([2, 2, 9], [3, 2, 3], new() { Dilation = 2, Padding = 1, Stride = 3 }),
            ([2, 4, 6], [6, 2, 3], new() { Groups = 2, Padding = 1 }),
            ([2, 3, 7], [3, 1, 2], new() { Groups = 3, Stride = 2 }),
            ([2, 4, 5], [3, 4, 1], new()),
            ([2, 4, 5], [3, 4, 1], new() { Stride = 2, Padding = 1 }),
            ([1, 2, 3], [2, 2, 3], new()),
            ([2, 1, 5], [2, 1, 1], new() { Stride = 4 }),
            ([0, 2, 5], [2, 2, 2], new()),
        ];
        foreach (var (input, weight, options) in cases)
            yield return new("conv1d", $"{input} with {weight}, {options}", x => x[0].Conv1d(x[1], x[2], options),
                [Uniform(input), Uniform(weight, seed: 2), Uniform([weight[0]], seed: 3)], 64);
        Shape sequence = [2, 3, 6], kernel = [2, 3, 3];
        yield return new("conv1d", "without bias", x => x[0].Conv1d(x[1]), [Uniform(sequence), Uniform(kernel, seed: 2)], 64);
        yield return new("conv1d", "with ReLU", x => x[0].Conv1d(x[1], x[2], new() { Relu = true }),
            [Uniform(sequence), Uniform(kernel, seed: 2), Uniform([2], seed: 3)], 64);
        yield return new("conv1d", "channels last, summed", x => x[0].Permute(0, 2, 1).Conv1d(x[1]).Sum(), [Uniform([2, 6, 3]), Uniform(kernel, seed: 2)], 64);
    }

    private static IEnumerable<GradientCase> ConvTranspose1ds()
    {
        (Shape Input, Shape Weight, ConvTranspose1dOptions Options)[] cases =
        [
            ([2, 1, 6], [1, 3, 3], new()),
            ([2, 3, 5], [3, 2, 7], new() { Stride = 2, Padding = 3, OutputPadding = 1 }),
            ([1, 2, 7], [2, 1, 4], new() { Stride = 2, Padding = 1 }),
            ([2, 2, 4], [2, 3, 2], new() { Stride = 3, OutputPadding = 2 }),
            ([2, 2, 4], [2, 3, 3], new() { Stride = 2, Padding = 3, OutputPadding = 1 }),
            ([1, 2, 5], [2, 3, 3], new() { Dilation = 2, Padding = 1, OutputPadding = 1 }),
            ([2, 4, 3], [4, 2, 5], new() { Groups = 2, Stride = 3, Padding = 2, OutputPadding = 2 }),
            ([2, 4, 5], [4, 3, 1], new()),
            ([2, 4, 5], [4, 3, 1], new() { Dilation = 2, OutputPadding = 1 }),
            ([5, 2, 1], [2, 2, 3], new() { Padding = 1 }),
            ([0, 2, 3], [2, 2, 2], new()),
        ];
        foreach (var (input, weight, options) in cases)
            yield return new("conv_transpose1d", $"{input} with {weight}, {options}", x => x[0].ConvTranspose1d(x[1], x[2], options),
                [Uniform(input), Uniform(weight, seed: 2), Uniform([weight[1] * options.Groups], seed: 3)], 64);
        yield return new("conv_transpose1d", "without bias", x => x[0].ConvTranspose1d(x[1]), [Uniform([2, 3, 4]), Uniform([3, 2, 3], seed: 2)], 64);
        yield return new("conv_transpose1d", "with ReLU", x => x[0].ConvTranspose1d(x[1], x[2], new() { Stride = 2, Relu = true }),
            [Uniform([2, 3, 4]), Uniform([3, 2, 3], seed: 2), Uniform([2], seed: 3)], 64);
        yield return new("conv_transpose1d", "channels last after a convolution, summed",
            x => x[0].Permute(0, 2, 1).Conv1d(x[1], null, new() { Stride = 2 }).ConvTranspose1d(x[1], null, new() { Stride = 2 }).Sum(),
            [Uniform([2, 7, 3]), Uniform([2, 3, 3], seed: 2)], 256);
    }

    private static IEnumerable<GradientCase> ConvTranspose2ds()
    {
        (Shape Input, Shape Weight, ConvTranspose2dOptions Options)[] cases =
        [
            ([2, 3, 4, 3], [3, 2, 3, 2], new()),
            ([1, 2, 3, 4], [2, 3, 3, 3], new() { Stride = 2, Padding = 1, OutputPadding = 1 }),
            ([2, 4, 3, 3], [4, 2, 3, 2], new() { Groups = 2, Stride = new(2, 3), Padding = new(1, 0), OutputPadding = new(1, 2) }),
            ([1, 2, 4, 4], [2, 2, 3, 3], new() { Stride = new(1, 2), Padding = new(2, 1), Dilation = new(2, 1), OutputPadding = new(0, 1) }),
            ([2, 4, 3, 3], [4, 3, 1, 1], new()),
            ([2, 4, 3, 3], [4, 2, 1, 1], new() { Groups = 2 }),
            ([2, 3, 2, 2], [3, 2, 1, 1], new() { Dilation = 2, OutputPadding = 1 }),
            ([2, 3, 1, 5], [3, 2, 1, 4], new() { Stride = 2, OutputPadding = new(1, 0) }),
            ([0, 2, 3, 3], [2, 2, 2, 2], new()),
        ];
        foreach (var (input, weight, options) in cases)
            yield return new("conv_transpose2d", $"{input} with {weight}, {options}", x => x[0].ConvTranspose2d(x[1], x[2], options),
                [Uniform(input), Uniform(weight, seed: 2), Uniform([weight[1] * options.Groups], seed: 3)], 64);
        yield return new("conv_transpose2d", "with ReLU", x => x[0].ConvTranspose2d(x[1], x[2], new() { Stride = 2, Relu = true }),
            [Uniform([2, 3, 3, 3]), Uniform([3, 2, 3, 3], seed: 2), Uniform([2], seed: 3)], 64);
        yield return new("conv_transpose2d", "pointwise with ReLU, channels last, without bias",
            x => x[0].Permute(0, 3, 1, 2).ConvTranspose2d(x[1], null, new() { Relu = true }), [Uniform([2, 3, 3, 4]), Uniform([4, 2, 1, 1], seed: 2)], 64);
    }

    private static IEnumerable<GradientCase> SequencePools()
    {
        (Shape Input, int Kernel, MaxPool1dOptions Options)[] largest =
        [
            ([2, 3, 8], 2, new()), ([2, 3, 10], 3, new() { CeilMode = true }), ([1, 2, 7], 3, new() { Stride = 1, Padding = 1 }),
            ([1, 9, 12], 3, new() { Stride = 2, Padding = 1, Dilation = 2 }), ([2, 8, 6], 2, new() { Relu = true }), ([0, 3, 4], 2, new()),
        ];
        foreach (var (input, kernel, options) in largest)
            yield return new("max_pool1d", $"{input} by {kernel}, {options}", x => x[0].MaxPool1d(kernel, options), [Spread(input)]);
        (Shape Input, int Kernel, AvgPool1dOptions Options)[] means =
        [
            ([2, 3, 8], 2, new()), ([1, 2, 9], 3, new() { Stride = 2, Padding = 1 }), ([2, 1, 9], 3, new() { Stride = 2, Padding = 1, CountPadding = false }),
            ([1, 9, 7], 3, new() { Padding = 1, CeilMode = true }), ([1, 2, 7], 3, new() { CeilMode = true, CountPadding = false }), ([0, 3, 4], 2, new()),
        ];
        foreach (var (input, kernel, options) in means)
            yield return new("avg_pool1d", $"{input} by {kernel}, {options}", x => x[0].AvgPool1d(kernel, options), [Uniform(input)]);
        yield return new("avg_pool1d", "stretches", x => x[0].AdaptiveAvgPool1d(3), [Uniform([2, 3, 6])]);
        yield return new("avg_pool2d", "rounded up", x => x[0].AvgPool2d(2, new() { Padding = 1, CeilMode = true }), [Uniform([1, 3, 4, 5])]);
        yield return new("avg_pool2d", "parts", x => x[0].AdaptiveAvgPool2d(new(2, 3)), [Uniform([1, 3, 4, 6])]);
    }
}
