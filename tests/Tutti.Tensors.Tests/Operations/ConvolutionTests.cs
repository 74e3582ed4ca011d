using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Operations;

public sealed class ConvolutionTests
{
    private static readonly (Shape Input, Shape Weight, Conv2dOptions Options)[] Cases =
    [
        ([3, 1, 28, 28], [32, 1, 3, 3], new()), ([3, 32, 13, 13], [64, 32, 3, 3], new()), ([2, 6, 14, 14], [16, 6, 5, 5], new()),
        ([2, 1, 28, 28], [6, 1, 5, 5], new() { Padding = 2 }), ([2, 5, 9, 8], [7, 5, 3, 2], new() { Stride = new(2, 1), Padding = new(0, 1) }),
        ([2, 6, 9, 9], [4, 3, 3, 3], new() { Groups = 2, Dilation = 2, Padding = 1 }), ([2, 17, 5, 5], [9, 17, 1, 1], new()),
        ([2, 4, 5, 5], [4, 1, 1, 1], new() { Groups = 4, Stride = 2 }), ([70, 3, 20, 20], [5, 3, 3, 3], new()), ([1, 2, 2, 2000], [3, 2, 2, 40], new()),
        // Padding wide enough for windows that no row of fits into the image.
        ([2, 3, 8, 2], [5, 3, 4, 4], new() { Padding = 2 }), ([2, 1, 8, 1], [4, 1, 4, 4], new() { Padding = 3 }),
    ];

    [Fact]
    public void Conv2d_AnyGeometry_IsTheSumOverWindows()
    {
        foreach (var (input, weight, options) in Cases)
            foreach (var type in (ElementType[])[ElementType.Float32, ElementType.Float64])
            {
                Tensor x = Random(input, type, 1), w = Random(weight, type, 2), b = Random([weight[0]], type, 3);
                var result = x.Conv2d(w, b, options);
                var expected = Direct(x, w, b, options, result.Shape);
                TensorAssert.Close(expected, result, 0, type == ElementType.Float32 ? 1e-4 : 1e-12, $"{input} with {weight}, {options}");
                TensorAssert.Close(expected.Relu(), x.Conv2d(w, b, options with { Relu = true }), 0, 1e-4, "with ReLU");
                var moved = x.Permute(0, 2, 3, 1).Contiguous().Permute(0, 3, 1, 2);
                TensorAssert.Close(result, moved.Conv2d(w, b, options), 0, 0, "channels last");
            }
    }

    [Fact]
    public void Conv2d_FloatGradients_AgreeWithDouble()
    {
        foreach (var (input, weight, options) in Cases)
        {
            var exact = Gradients(input, weight, options, ElementType.Float64);
            var single = Gradients(input, weight, options, ElementType.Float32);
            for (var i = 0; i < exact.Length; i++)
            {
                var largest = TensorAssert.Values(exact[i]).Max(Math.Abs);
                TensorAssert.Close(exact[i], single[i], 0, 1e-5 * largest, $"gradient {i}, {input} with {weight}, {options}");
            }
        }
    }

    [Fact]
    public void Conv2d_Result_LiesChannelsLast()
    {
        var result = Tensor.Ones([2, 3, 5, 6]).Conv2d(Tensor.Ones([4, 3, 2, 2]));
        Assert.Equal(Strides.ChannelsLast(result.Shape), result.Strides);
        Assert.Equal<Shape>([2, 4, 4, 5], result.Shape);
    }

    [Fact]
    public void Conv2d_WeightOfOtherChannels_SaysWhichWouldFit()
    {
        var error = Assert.Throws<ArgumentException>(() => Tensor.Ones([2, 3, 5, 5]).Conv2d(Tensor.Ones([4, 2, 3, 3])));
        Assert.StartsWith("conv2d: the weight does not fit the input's channels. Got weight [4, 2, 3, 3] for input [2, 3, 5, 5] in 1 group. Expected [4, 3, 3, 3].", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Conv2d_BadArguments_Throw()
    {
        var x = Tensor.Ones([1, 4, 5, 5]);
        Assert.Contains("larger than the image", Assert.Throws<ArgumentException>(() => x.Conv2d(Tensor.Ones([1, 4, 6, 3]))).Message, StringComparison.Ordinal);
        Assert.Contains("do not divide", Assert.Throws<ArgumentException>(() => x.Conv2d(Tensor.Ones([4, 1, 3, 3]), null, new() { Groups = 3 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => x.Conv2d(Tensor.Ones([1, 4, 3, 3]), Tensor.Ones([2])));
        Assert.Throws<ArgumentException>(() => x.Conv2d(Tensor.Ones([1, 4, 3, 3]), null, new() { Stride = 0 }));
        Assert.Throws<ArgumentException>(() => x.Conv2d(Tensor.Ones([1, 4, 3, 3], ElementType.Float64)));
        Assert.Throws<ArgumentException>(() => Tensor.Ones([4, 5, 5]).Conv2d(Tensor.Ones([1, 4, 3, 3])));
        Assert.Throws<ArgumentException>(() => x.Conv2d(Tensor.Ones([3, 3, 4, 1]).Permute(3, 2, 0, 1)));
    }

    private static Tensor[] Gradients(Shape input, Shape weight, Conv2dOptions options, ElementType type)
    {
        Tensor[] leaves = [Random(input, type, 1), Random(weight, type, 2), Random([weight[0]], type, 3)];
        foreach (var leaf in leaves) leaf.RequiresGradient = true;
        var result = leaves[0].Conv2d(leaves[1], leaves[2], options);
        result.Backward(Random(result.Shape, type, 4));
        return Array.ConvertAll(leaves, leaf => leaf.Gradient!);
    }

    private static Tensor Random(Shape shape, ElementType type, ulong seed) => GradientCheck.Convert(GradientCheck.Uniform(shape, seed: seed), type);

    // The definition, in double.
    private static Tensor Direct(Tensor input, Tensor weight, Tensor bias, Conv2dOptions options, Shape shape)
    {
        double[] x = TensorAssert.Values(input), w = TensorAssert.Values(weight), b = TensorAssert.Values(bias), result = new double[shape.ElementCount];
        var (height, width, channels) = (input.Shape[2], input.Shape[3], weight.Shape[1]);
        for (var index = 0; index < result.Length; index++)
        {
            var (n, o, y, column) = (index / (shape[1] * shape[2] * shape[3]), index / (shape[2] * shape[3]) % shape[1], index / shape[3] % shape[2], index % shape[3]);
            var firstChannel = o / (shape[1] / options.Groups) * channels;
            var sum = b[o];
            for (var c = 0; c < channels; c++)
                for (var i = 0; i < weight.Shape[2]; i++)
                    for (var j = 0; j < weight.Shape[3]; j++)
                    {
                        var row = y * options.Stride.Height + i * options.Dilation.Height - options.Padding.Height;
                        var place = column * options.Stride.Width + j * options.Dilation.Width - options.Padding.Width;
                        if (row < 0 || row >= height || place < 0 || place >= width) continue;
                        sum += w[((o * channels + c) * weight.Shape[2] + i) * weight.Shape[3] + j] *
                            x[((n * input.Shape[1] + firstChannel + c) * height + row) * width + place];
                    }
            result[index] = sum;
        }
        return GradientCheck.Convert(Tensor.From(result, shape), input.ElementType);
    }
}
