using Tutti.Tensors;

namespace Tutti.Cli.Verification.Operations;

/// <summary>Sums, means, extrema, and what divides by a sum of exponentials.</summary>
internal static class Reductions
{
    internal static IReadOnlyDictionary<string, GoldenOperation> Operations { get; } = new Dictionary<string, GoldenOperation>
    {
        // No dimensions given means all of them, as in Sum() itself; an empty list would mean the same to Sum, but not to a case.
        ["sum"] = (inputs, attributes) => [inputs[0].Sum(Dimensions(attributes), attributes.Flag("keepdim"))],
        ["mean"] = (inputs, attributes) => [inputs[0].Mean(Dimensions(attributes), attributes.Flag("keepdim"))],
        ["var"] = (inputs, attributes) =>
            [inputs[0].Var(Dimensions(attributes), attributes.Flag("keepdim"), attributes.Number("correction"))],
        ["max"] = (inputs, attributes) => Extremum(attributes, inputs[0].Max, inputs[0].Max),
        ["min"] = (inputs, attributes) => Extremum(attributes, inputs[0].Min, inputs[0].Min),
        ["softmax"] = (inputs, attributes) => [inputs[0].Softmax(attributes.Whole("dim"))],
        ["log_softmax"] = (inputs, attributes) => [inputs[0].LogSoftmax(attributes.Whole("dim"))],
    };

    // The whole tensor has one extremum and no index; a dimension has both.
    private static Tensor[] Extremum(
        GoldenAttributes attributes, Func<Tensor> ofAll, Func<int, bool, (Tensor Values, Tensor Indices)> along)
    {
        var keep = attributes.Flag("keepdim");
        if (attributes.WholeOrNull("dim") is not { } dimension)
            return keep ? throw new UnsupportedCaseException("the extremum of all elements with dimensions kept") : [ofAll()];
        var (values, indices) = along(dimension, keep);
        return [values, indices];
    }

    private static int[]? Dimensions(GoldenAttributes attributes) => attributes.WholeListOrNull("dim") switch
    {
        [] => throw new UnsupportedCaseException("an empty list of dimensions"),
        var dimensions => dimensions,
    };
}
