using Tutti.Tensors;

namespace Tutti.Cli.Verification.Operations;

/// <summary>Convolution and pooling of images.</summary>
internal static class Images
{
    internal static IReadOnlyDictionary<string, GoldenOperation> Operations { get; } = new Dictionary<string, GoldenOperation>
    {
        ["conv2d"] = (inputs, attributes) =>
        [
            inputs[0].Conv2d(inputs[1], attributes.Flag("bias") ? inputs[2] : null, new Conv2dOptions
            {
                Stride = Size(attributes, "stride"),
                Padding = Size(attributes, "padding"),
                Dilation = Size(attributes, "dilation"),
                Groups = attributes.Whole("groups"),
            }),
        ],
        ["conv_transpose2d"] = (inputs, attributes) =>
        [
            inputs[0].ConvTranspose2d(inputs[1], attributes.Flag("bias") ? inputs[2] : null, new ConvTranspose2dOptions
            {
                Stride = Size(attributes, "stride"),
                Padding = Size(attributes, "padding"),
                OutputPadding = Size(attributes, "output_padding"),
                Dilation = Size(attributes, "dilation"),
                Groups = attributes.Whole("groups"),
            }),
        ],
        ["max_pool2d"] = (inputs, attributes) =>
        [
            inputs[0].MaxPool2d(Size(attributes, "kernel_size"), new MaxPool2dOptions
            {
                Stride = Size(attributes, "stride"),
                Padding = Size(attributes, "padding"),
                Dilation = Size(attributes, "dilation"),
                CeilMode = attributes.Flag("ceil_mode"),
            }),
        ],
        ["avg_pool2d"] = (inputs, attributes) =>
        [
            inputs[0].AvgPool2d(Size(attributes, "kernel_size"), new AvgPool2dOptions
            {
                Stride = Size(attributes, "stride"),
                Padding = Size(attributes, "padding"),
                CeilMode = attributes.Flag("ceil_mode"),
                CountPadding = attributes.Flag("count_include_pad"),
            }),
        ],
        ["adaptive_avg_pool2d"] = (inputs, attributes) =>
        {
            var size = Size(attributes, "output_size");
            return size is { Height: > 0, Width: > 0 } && inputs[0].Shape[2] % size.Height == 0 && inputs[0].Shape[3] % size.Width == 0
                ? [inputs[0].AdaptiveAvgPool2d(size)]
                : throw new UnsupportedCaseException("adaptive pooling to parts of different sizes");
        },
    };

    private static Size2d Size(GoldenAttributes attributes, string name)
    {
        var (height, width) = attributes.Pair(name);
        return new Size2d(height, width);
    }
}
