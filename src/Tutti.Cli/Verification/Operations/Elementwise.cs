namespace Tutti.Cli.Verification.Operations;

/// <summary>Arithmetic and functions of single elements.</summary>
internal static class Elementwise
{
    internal static IReadOnlyDictionary<string, GoldenOperation> Operations { get; } = new Dictionary<string, GoldenOperation>
    {
        ["add"] = (inputs, _) => [inputs[0] + inputs[1]],
        ["sub"] = (inputs, _) => [inputs[0] - inputs[1]],
        ["mul"] = (inputs, _) => [inputs[0] * inputs[1]],
        ["div"] = (inputs, _) => [inputs[0] / inputs[1]],
        ["relu"] = (inputs, _) => [inputs[0].Relu()],
        ["sigmoid"] = (inputs, _) => [inputs[0].Sigmoid()],
        ["tanh"] = (inputs, _) => [inputs[0].Tanh()],
        ["exp"] = (inputs, _) => [inputs[0].Exp()],
        ["log"] = (inputs, _) => [inputs[0].Log()],
    };
}
