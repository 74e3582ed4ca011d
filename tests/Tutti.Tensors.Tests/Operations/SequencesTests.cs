using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Operations;

/// <summary>Sequences are images of one row.</summary>
public sealed class SequencesTests
{
    private static readonly (Shape Input, Shape Weight, Conv1dOptions Options)[] Convolutions =
    [
        ([3, 1, 140], [32, 1, 7], new() { Stride = 2, Padding = 3 }), ([3, 32, 70], [16, 32, 7], new() { Stride = 2, Padding = 3 }),
        ([40, 5, 9], [7, 5, 4], new() { Padding = 3 }), ([2, 6, 30], [4, 3, 3], new() { Groups = 2, Dilation = 2, Padding = 1 }),
        ([2, 17, 25], [9, 17, 1], new()), ([2, 17, 25], [9, 17, 1], new() { Stride = 3, Padding = 2 }), ([2, 8, 50], [1, 8, 9], new() { Padding = 20 }),
        ([70, 3, 200], [5, 3, 31], new() { Stride = 5 }), ([1, 2, 5000], [3, 2, 40], new() { Stride = 50 }),
    ];

    private static readonly (Shape Input, Shape Weight, ConvTranspose1dOptions Options)[] Transposed =
    [
        ([3, 16, 35], [16, 32, 7], new() { Stride = 2, Padding = 3, OutputPadding = 1 }), ([3, 32, 70], [32, 1, 7], new() { Stride = 2, Padding = 3, OutputPadding = 1 }),
        ([40, 5, 4], [5, 7, 4], new()), ([2, 6, 10], [6, 4, 3], new() { Groups = 2, Dilation = 3, Padding = 1, OutputPadding = 2 }),
        ([2, 17, 25], [17, 9, 1], new()), ([2, 17, 25], [17, 9, 1], new() { Stride = 3, Padding = 2, OutputPadding = 1 }),
        ([2, 9, 12], [9, 3, 5], new() { Stride = 8, OutputPadding = 7 }), ([2, 9, 12], [9, 3, 4], new() { Stride = 2, Padding = 6 }),
        ([2, 8, 2], [8, 3, 3], new() { Stride = 4, Padding = 3, OutputPadding = 3 }),
    ];

    [Fact]
    public void Conv1d_AnyGeometry_IsTheSumOverWindows()
    {
        foreach (var (input, weight, options) in Convolutions)
            foreach (var type in (ElementType[])[ElementType.Float32, ElementType.Float64])
            {
                Tensor x = Random(input, type, 1), w = Random(weight, type, 2), b = Random([weight[0]], type, 3);
                var result = x.Conv1d(w, b, options);
                var expected = Direct(x, w, b, options, result.Shape);
                var tolerance = type == ElementType.Float32 ? 1e-4 : 1e-12;
                TensorAssert.Close(expected, result, 0, tolerance, $"{input} with {weight}, {options}");
                TensorAssert.Close(expected.Relu(), x.Conv1d(w, b, options with { Relu = true }), 0, tolerance, "with ReLU");
                var moved = x.Permute(0, 2, 1).Contiguous().Permute(0, 2, 1);
                TensorAssert.Close(result, moved.Conv1d(w, b, options), 0, 0, "channels last");
            }
    }

    [Fact]
    public void ConvTranspose1d_AnyGeometry_IsTheGradientOfTheConvolution()
    {
        foreach (var (input, weight, options) in Transposed)
            foreach (var type in (ElementType[])[ElementType.Float32, ElementType.Float64])
            {
                Tensor x = Random(input, type, 1), w = Random(weight, type, 2), b = Random([weight[1] * options.Groups], type, 3);
                var result = x.ConvTranspose1d(w, b, options);
                var expected = Laid(x, w, b, options, result.Shape);
                var tolerance = type == ElementType.Float32 ? 1e-4 : 1e-12;
                TensorAssert.Close(expected, result, 0, tolerance, $"{input} with {weight}, {options}");
                TensorAssert.Close(expected.Relu(), x.ConvTranspose1d(w, b, options with { Relu = true }), 0, tolerance, "with ReLU");
            }
    }

    [Fact]
    public void FloatGradients_AgreeWithDouble()
    {
        foreach (var (input, weight, options) in Convolutions)
            AgreeWithDouble([input, weight, [weight[0]]], x => x[0].Conv1d(x[1], x[2], options), $"{input} with {weight}, {options}");
        foreach (var (input, weight, options) in Transposed)
            AgreeWithDouble([input, weight, [weight[1] * options.Groups]], x => x[0].ConvTranspose1d(x[1], x[2], options), $"{input} with {weight}, {options}");
    }

    [Fact]
    public void Sequence_AsAnImageOfOneRow_GivesTheSameNumbers()
    {
        Tensor x = Random([2, 6, 11], ElementType.Float32, 1), image = x.Reshape([2, 6, 1, 11]), w = Random([6, 3, 3], ElementType.Float32, 2);
        (Tensor, Tensor)[] pairs =
        [
            (x.Conv1d(w, null, new() { Groups = 2, Dilation = 2 }), image.Conv2d(w.Reshape([6, 3, 1, 3]), null, new() { Groups = 2, Dilation = new(1, 2) })),
            (x.ConvTranspose1d(w, null, new() { Stride = 2 }), image.ConvTranspose2d(w.Reshape([6, 3, 1, 3]), null, new() { Stride = new(1, 2) })),
            (x.MaxPool1d(3, new() { Padding = 1, CeilMode = true }), image.MaxPool2d(new(1, 3), new() { Padding = new(0, 1), CeilMode = true })),
            (x.AvgPool1d(4, new() { Padding = 2, Stride = 3 }), image.AvgPool2d(new(1, 4), new() { Padding = new(0, 2), Stride = new(1, 3) })),
        ];
        foreach (var (sequence, row) in pairs) Assert.Equal(row.ToArray<float>(), sequence.ToArray<float>());
    }

    [Fact]
    public void Conv1d_Result_LiesChannelsLast() =>
        Assert.Equal(Strides.ChannelsLast([2, 4, 5]), Tensor.Ones([2, 3, 6]).Conv1d(Tensor.Ones([4, 3, 2])).Strides);

    [Fact]
    public void ConvTranspose2d_OfOneElement_IsTheKernel()
    {
        var kernel = Random([1, 2, 3, 4], ElementType.Float32, 1);
        Assert.Equal(kernel.ToArray<float>(), Tensor.Ones([1, 1, 1, 1]).ConvTranspose2d(kernel).ToArray<float>());
    }

    [Fact]
    public void Sequences_BadArguments_SayWhatFits()
    {
        var x = Tensor.Ones([1, 4, 5]);
        Fails("conv1d: the kernel is larger than the sequence. Got a kernel of length 6 for [1, 4, 5] with padding 0. Expected at most 5.", () => x.Conv1d(Tensor.Ones([1, 4, 6])));
        Fails("conv1d: the stride is too small. Got 0. Expected at least 1.", () => x.Conv1d(Tensor.Ones([1, 4, 2]), null, new() { Stride = 0 }));
        Fails("conv1d: the weight does not fit the input's channels. Got weight [4, 2, 3] for input [1, 4, 5] in 1 group. Expected [4, 4, 3].", () => x.Conv1d(Tensor.Ones([4, 2, 3])));
        Fails("conv1d: the input has the wrong number of dimensions. Got [4, 5]. Expected [N, C, L].", () => Tensor.Ones([4, 5]).Conv1d(Tensor.Ones([1, 4, 2])));
        Fails("conv_transpose1d: the weight does not fit the input's channels. Got weight [3, 2, 3] for input [1, 4, 5]. Expected [4, 2, 3].", () => x.ConvTranspose1d(Tensor.Ones([3, 2, 3])));
        Fails("conv_transpose1d: the output padding is too large. Got 2 for stride 2 and dilation 1.", () => x.ConvTranspose1d(Tensor.Ones([4, 2, 3]), null, new() { Stride = 2, OutputPadding = 2 }));
        Fails("conv_transpose1d: no result has this size. Got [1, 4, 5], which with kernel 1, stride 1 and dilation 1 covers 5, less 3 on each side.", () => x.ConvTranspose1d(Tensor.Ones([4, 2, 1]), null, new() { Padding = 3 }));
        Fails("conv_transpose1d: the groups do not divide the channels.", () => x.ConvTranspose1d(Tensor.Ones([4, 2, 3]), null, new() { Groups = 3 }));
        Fails("conv_transpose1d: the bias does not fit the weight.", () => x.ConvTranspose1d(Tensor.Ones([4, 2, 3]), Tensor.Ones([4])));
        Fails("conv_transpose2d: the output padding is too small. Got -1 × -1. Expected at least 0 each way.", () => Tensor.Ones([1, 4, 5, 5]).ConvTranspose2d(Tensor.Ones([4, 2, 3, 3]), null, new() { OutputPadding = -1 }));
        Fails("max_pool1d: the padding is too large. Got 2 for a window that reaches over 2. Expected at most half of that.", () => x.MaxPool1d(2, new() { Padding = 2 }));
        Fails("adaptive_avg_pool1d: dimension 2 cannot be cut into equal parts. Got 2 parts of [1, 4, 5]. Expected a divisor of 5.", () => x.AdaptiveAvgPool1d(2));
        Fails("adaptive_avg_pool2d: dimension 3 cannot be cut", () => Tensor.Ones([1, 1, 4, 5]).AdaptiveAvgPool2d(2));
    }

    private static void Fails(string message, Func<Tensor> call) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);

    private static void AgreeWithDouble(Shape[] shapes, Func<Tensor[], Tensor> function, string what)
    {
        var exact = Gradients(shapes, function, ElementType.Float64);
        var single = Gradients(shapes, function, ElementType.Float32);
        for (var i = 0; i < exact.Length; i++)
            TensorAssert.Close(exact[i], single[i], 0, 1e-5 * TensorAssert.Values(exact[i]).Max(Math.Abs), $"gradient {i}, {what}");
    }

    private static Tensor[] Gradients(Shape[] shapes, Func<Tensor[], Tensor> function, ElementType type)
    {
        var leaves = shapes.Select((shape, index) => Random(shape, type, (ulong)index + 1)).ToArray();
        foreach (var leaf in leaves) leaf.RequiresGradient = true;
        var result = function(leaves);
        result.Backward(Random(result.Shape, type, 9));
        return Array.ConvertAll(leaves, leaf => leaf.Gradient!);
    }

    private static Tensor Random(Shape shape, ElementType type, ulong seed) => GradientCheck.Convert(GradientCheck.Uniform(shape, seed: seed), type);

    // The definitions, in double.
    private static Tensor Direct(Tensor input, Tensor weight, Tensor bias, Conv1dOptions options, Shape shape)
    {
        double[] x = TensorAssert.Values(input), w = TensorAssert.Values(weight), b = TensorAssert.Values(bias), result = new double[shape.ElementCount];
        var (channels, taps, length) = (weight.Shape[1], weight.Shape[2], input.Shape[2]);
        for (var index = 0; index < result.Length; index++)
        {
            var (n, o, column) = (index / (shape[1] * shape[2]), index / shape[2] % shape[1], index % shape[2]);
            var firstChannel = o / (shape[1] / options.Groups) * channels;
            result[index] = b[o];
            for (var c = 0; c < channels; c++)
                for (var j = 0; j < taps; j++)
                {
                    var place = column * options.Stride + j * options.Dilation - options.Padding;
                    if (place >= 0 && place < length) result[index] += w[(o * channels + c) * taps + j] * x[(n * input.Shape[1] + firstChannel + c) * length + place];
                }
        }
        return GradientCheck.Convert(Tensor.From(result, shape), input.ElementType);
    }

    private static Tensor Laid(Tensor input, Tensor weight, Tensor bias, ConvTranspose1dOptions options, Shape shape)
    {
        double[] x = TensorAssert.Values(input), w = TensorAssert.Values(weight), b = TensorAssert.Values(bias), result = new double[shape.ElementCount];
        var (outputs, taps, length) = (weight.Shape[1], weight.Shape[2], shape[2]);
        for (var i = 0; i < result.Length; i++) result[i] = b[i / length % shape[1]];
        for (var index = 0; index < x.Length; index++)
        {
            var (n, c, column) = (index / (input.Shape[1] * input.Shape[2]), index / input.Shape[2] % input.Shape[1], index % input.Shape[2]);
            var firstOutput = c / (input.Shape[1] / options.Groups) * outputs;
            for (var o = 0; o < outputs; o++)
                for (var j = 0; j < taps; j++)
                {
                    var place = column * options.Stride + j * options.Dilation - options.Padding;
                    if (place >= 0 && place < length) result[(n * shape[1] + firstOutput + o) * length + place] += w[(c * outputs + o) * taps + j] * x[index];
                }
        }
        return GradientCheck.Convert(Tensor.From(result, shape), input.ElementType);
    }
}
