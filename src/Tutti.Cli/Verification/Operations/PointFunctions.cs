namespace Tutti.Cli.Verification.Operations;

/// <summary>Functions of single elements and of constants.</summary>
internal static class PointFunctions
{
    internal static IReadOnlyDictionary<string, GoldenOperation> Operations { get; } = new Dictionary<string, GoldenOperation>
    {
        ["sqrt"] = (inputs, _) => [inputs[0].Sqrt()],
        ["abs"] = (inputs, _) => [inputs[0].Abs()],
        ["leaky_relu"] = (inputs, attributes) => [inputs[0].LeakyRelu(attributes.Number("negative_slope"))],
        ["softplus"] = (inputs, attributes) => [inputs[0].Softplus(attributes.Number("beta"), attributes.Number("threshold"))],
        ["clamp"] = (inputs, attributes) => [inputs[0].Clamp(attributes.NumberOrNull("min"), attributes.NumberOrNull("max"))],
        ["pow"] = (inputs, attributes) => [inputs[0].Pow(attributes.Number("exponent"))],
    };
}
