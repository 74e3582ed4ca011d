using Tutti.Tensors;

namespace Tutti.Cli.Verification.Operations;

/// <summary>Recurrent layers. The sizes that a case names must be those of its tensors.</summary>
internal static class Recurrent
{
    internal static IReadOnlyDictionary<string, GoldenOperation> Operations { get; } = new Dictionary<string, GoldenOperation>
    {
        ["lstm"] = (inputs, attributes) =>
        {
            var (layers, batchFirst) = Read(inputs, attributes, first: 3);
            var (sequence, states, cells) = inputs[0].Lstm(layers, inputs[1], inputs[2], batchFirst);
            return [sequence, states, cells];
        },
        ["gru"] = (inputs, attributes) =>
        {
            var (layers, batchFirst) = Read(inputs, attributes, first: 2);
            var (sequence, states) = inputs[0].Gru(layers, inputs[1], batchFirst);
            return [sequence, states];
        },
    };

    private static (RecurrentWeights[] Layers, bool BatchFirst) Read(Tensor[] inputs, GoldenAttributes attributes, int first)
    {
        attributes.Require("bidirectional", false);
        var (inputSize, hiddenSize) = (attributes.Whole("input_size"), attributes.Whole("hidden_size"));
        var (layerCount, bias, batchFirst) = (attributes.Whole("num_layers"), attributes.Flag("bias"), attributes.Flag("batch_first"));
        var each = bias ? 4 : 2;
        if (inputs.Length != first + layerCount * each)
            throw new UnsupportedCaseException($"{inputs.Length} inputs for {layerCount} layers");
        if (inputs[first].Shape[1] != inputSize || inputs[first + 1].Shape[1] != hiddenSize)
            throw new UnsupportedCaseException(
                $"weights {inputs[first].Shape} and {inputs[first + 1].Shape} for sizes {inputSize} and {hiddenSize}");
        var layers = new RecurrentWeights[layerCount];
        for (var layer = 0; layer < layerCount; layer++)
        {
            var weights = inputs.AsSpan(first + layer * each, each);
            layers[layer] = bias ? new(weights[0], weights[1], weights[2], weights[3]) : new(weights[0], weights[1]);
        }
        return (layers, batchFirst);
    }
}
