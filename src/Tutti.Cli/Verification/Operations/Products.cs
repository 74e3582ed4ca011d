namespace Tutti.Cli.Verification.Operations;

/// <summary>Matrix products.</summary>
internal static class Products
{
    internal static IReadOnlyDictionary<string, GoldenOperation> Operations { get; } = new Dictionary<string, GoldenOperation>
    {
        ["matmul"] = (inputs, _) => [inputs[0].MatMul(inputs[1])],
        ["linear"] = (inputs, attributes) => [inputs[0].Linear(inputs[1], attributes.Flag("bias") ? inputs[2] : null)],
    };
}
