using Tutti.Tensors;

namespace Tutti.Cli.Verification.Operations;

/// <summary>What only moves elements.</summary>
internal static class Shaping
{
    internal static IReadOnlyDictionary<string, GoldenOperation> Operations { get; } = new Dictionary<string, GoldenOperation>
    {
        ["transpose"] = (inputs, attributes) => [inputs[0].Transpose(attributes.Whole("dim0"), attributes.Whole("dim1"))],
        ["permute"] = (inputs, attributes) => [inputs[0].Permute(attributes.WholeList("dims"))],
        ["reshape"] = (inputs, attributes) => [inputs[0].Reshape(Fill(inputs[0], attributes.WholeList("shape")))],
        ["expand"] = (inputs, attributes) => [inputs[0].Expand(Keep(inputs[0], attributes.WholeList("shape")))],
    };

    // One −1 stands for whatever makes the element count right.
    private static Shape Fill(Tensor input, int[] shape)
    {
        var open = Array.IndexOf(shape, -1);
        if (open < 0) return Shape.Create(shape);
        var others = shape.Where(size => size != -1).Aggregate(1, (product, size) => product * size);
        return Shape.Create([.. shape.Select((size, i) => i == open ? input.ElementCount / others : size)]);
    }

    // −1 keeps a size; new dimensions stand at the front.
    private static Shape Keep(Tensor input, int[] shape) =>
        Shape.Create([.. shape.Select((size, i) => size == -1 ? input.Shape[i - (shape.Length - input.Shape.Rank)] : size)]);
}
