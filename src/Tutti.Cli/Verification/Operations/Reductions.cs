namespace Tutti.Cli.Verification.Operations;

/// <summary>Sums, means, and what divides by a sum of exponentials.</summary>
internal static class Reductions
{
    internal static IReadOnlyDictionary<string, GoldenOperation> Operations { get; } = new Dictionary<string, GoldenOperation>
    {
        // No dimensions given means all of them, as in Sum() itself; an empty list would mean the same to Sum, but not to a case.
        ["sum"] = (inputs, attributes) => [inputs[0].Sum(Dimensions(attributes), attributes.Flag("keepdim"))],
        ["mean"] = (inputs, attributes) => [inputs[0].Mean(Dimensions(attributes), attributes.Flag("keepdim"))],
        ["softmax"] = (inputs, attributes) => [inputs[0].Softmax(attributes.Whole("dim"))],
        ["log_softmax"] = (inputs, attributes) => [inputs[0].LogSoftmax(attributes.Whole("dim"))],
    };

    private static int[]? Dimensions(GoldenAttributes attributes) => attributes.WholeListOrNull("dim") switch
    {
        [] => throw new UnsupportedCaseException("an empty list of dimensions"),
        var dimensions => dimensions,
    };
}
