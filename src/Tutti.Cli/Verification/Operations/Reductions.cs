using Tutti.Tensors;

namespace Tutti.Cli.Verification.Operations;

/// <summary>Sums, means, extrema, and what divides by a sum of exponentials.</summary>
internal static class Reductions
{
    internal static IReadOnlyDictionary<string, GoldenOperation> Operations { get; } = new Dictionary<string, GoldenOperation>
    {
        // No dimensions mean all of them, be the list null or empty, as in PyTorch.
        ["sum"] = (inputs, attributes) => [inputs[0].Sum(attributes.WholeListOrNull("dim"), attributes.Flag("keepdim"))],
        ["mean"] = (inputs, attributes) => [inputs[0].Mean(attributes.WholeListOrNull("dim"), attributes.Flag("keepdim"))],
        ["var"] = (inputs, attributes) =>
            [inputs[0].Var(attributes.WholeListOrNull("dim"), attributes.Flag("keepdim"), attributes.Number("correction"))],
        ["max"] = (inputs, attributes) => Extremum(attributes, inputs[0].Max, inputs[0].Max),
        ["min"] = (inputs, attributes) => Extremum(attributes, inputs[0].Min, inputs[0].Min),
        ["softmax"] = (inputs, attributes) => [inputs[0].Softmax(attributes.Whole("dim"))],
        ["log_softmax"] = (inputs, attributes) => [inputs[0].LogSoftmax(attributes.Whole("dim"))],
    };

    // A dimension has extrema and indices; the whole tensor has one extremum and no index, and no dimensions that could be kept.
    private static Tensor[] Extremum(
        GoldenAttributes attributes, Func<Tensor> ofAll, Func<int, bool, (Tensor Values, Tensor Indices)> along)
    {
        var keep = attributes.Flag("keepdim");
        if (attributes.WholeOrNull("dim") is not { } dimension) return [ofAll()];
        var (values, indices) = along(dimension, keep);
        return [values, indices];
    }
}
