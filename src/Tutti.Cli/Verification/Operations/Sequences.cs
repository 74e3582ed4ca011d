using Tutti.Tensors;

namespace Tutti.Cli.Verification.Operations;

/// <summary>Convolution and pooling of sequences.</summary>
internal static class Sequences
{
    internal static IReadOnlyDictionary<string, GoldenOperation> Operations { get; } = new Dictionary<string, GoldenOperation>
    {
        ["conv1d"] = (inputs, attributes) =>
        [
            inputs[0].Conv1d(inputs[1], attributes.Flag("bias") ? inputs[2] : null, new Conv1dOptions
            {
                Stride = Length(attributes, "stride"),
                Padding = Length(attributes, "padding"),
                Dilation = Length(attributes, "dilation"),
                Groups = attributes.Whole("groups"),
            }),
        ],
        ["conv_transpose1d"] = (inputs, attributes) =>
        [
            inputs[0].ConvTranspose1d(inputs[1], attributes.Flag("bias") ? inputs[2] : null, new ConvTranspose1dOptions
            {
                Stride = Length(attributes, "stride"),
                Padding = Length(attributes, "padding"),
                OutputPadding = Length(attributes, "output_padding"),
                Dilation = Length(attributes, "dilation"),
                Groups = attributes.Whole("groups"),
            }),
        ],
        ["max_pool1d"] = (inputs, attributes) =>
        [
            inputs[0].MaxPool1d(Length(attributes, "kernel_size"), new MaxPool1dOptions
            {
                Stride = Length(attributes, "stride"),
                Padding = Length(attributes, "padding"),
                Dilation = Length(attributes, "dilation"),
                CeilMode = attributes.Flag("ceil_mode"),
            }),
        ],
        ["avg_pool1d"] = (inputs, attributes) =>
        [
            inputs[0].AvgPool1d(Length(attributes, "kernel_size"), new AvgPool1dOptions
            {
                Stride = Length(attributes, "stride"),
                Padding = Length(attributes, "padding"),
                CeilMode = attributes.Flag("ceil_mode"),
                CountPadding = attributes.Flag("count_include_pad"),
            }),
        ],
    };

    private static int Length(GoldenAttributes attributes, string name) => attributes.WholeList(name) is [var length]
        ? length
        : throw new UnsupportedCaseException($"'{name}' has not one entry");
}
