using Tutti.Tensors;

namespace Tutti.Cli.Verification.Operations;

/// <summary>What takes, joins or chooses elements.</summary>
internal static class Indexing
{
    internal static IReadOnlyDictionary<string, GoldenOperation> Operations { get; } = new Dictionary<string, GoldenOperation>
    {
        ["cat"] = (inputs, attributes) => [Tensor.Cat(inputs, attributes.Whole("dim"))],
        ["stack"] = (inputs, attributes) => [Tensor.Stack(inputs, attributes.Whole("dim"))],
        ["narrow"] = (inputs, attributes) =>
            [inputs[0].Narrow(attributes.Whole("dim"), attributes.Whole("start"), attributes.Whole("length"))],
        ["slice"] = (inputs, attributes) =>
        [
            inputs[0].Slice(
                attributes.Whole("dim"), attributes.WholeOrNull("start"), attributes.WholeOrNull("end"),
                attributes.WholeOrNull("step") ?? 1),
        ],
        ["index_select"] = (inputs, attributes) => [inputs[0].IndexSelect(attributes.Whole("dim"), inputs[1])],
        ["gather"] = (inputs, attributes) => [inputs[0].Gather(attributes.Whole("dim"), inputs[1])],
        ["where"] = (inputs, _) => [Tensor.Where(inputs[0], inputs[1], inputs[2])],
    };
}
