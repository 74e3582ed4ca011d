using Tutti.Tensors;

namespace Tutti.Cli.Verification.Operations;

/// <summary>Losses.</summary>
internal static class Losses
{
    internal static IReadOnlyDictionary<string, GoldenOperation> Operations { get; } = new Dictionary<string, GoldenOperation>
    {
        ["mse_loss"] = (inputs, attributes) => [inputs[0].MseLoss(inputs[1], Reduction(attributes))],
        ["cross_entropy"] = (inputs, attributes) =>
        [
            inputs[0].CrossEntropy(inputs[1], new CrossEntropyOptions
            {
                Reduction = Reduction(attributes),
                LabelSmoothing = attributes.Number("label_smoothing"),
                IgnoredLabel = IgnoredLabel(attributes),
                ClassWeights = attributes.Flag("has_weight") ? inputs[2] : null,
            }),
        ],
    };

    internal static LossReduction Reduction(GoldenAttributes attributes) => attributes.Text("reduction") switch
    {
        "mean" => LossReduction.Mean,
        "sum" => LossReduction.Sum,
        "none" => LossReduction.None,
        var other => throw new UnsupportedCaseException($"reduction '{other}'"),
    };

    // Probabilities have no label that could be ignored.
    private static long? IgnoredLabel(GoldenAttributes attributes)
    {
        var label = attributes.Whole("ignore_index");
        return attributes.Text("target_kind") switch
        {
            "index" => label,
            "probability" => null,
            var other => throw new UnsupportedCaseException($"target kind '{other}'"),
        };
    }
}
