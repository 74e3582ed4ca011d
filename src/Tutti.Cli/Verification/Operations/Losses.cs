using Tutti.Tensors;

namespace Tutti.Cli.Verification.Operations;

/// <summary>Losses.</summary>
internal static class Losses
{
    internal static IReadOnlyDictionary<string, GoldenOperation> Operations { get; } = new Dictionary<string, GoldenOperation>
    {
        ["mse_loss"] = (inputs, attributes) => [inputs[0].MseLoss(inputs[1], Reduction(attributes))],
        ["l1_loss"] = (inputs, attributes) => [inputs[0].L1Loss(inputs[1], Reduction(attributes))],
        ["huber_loss"] = (inputs, attributes) => [inputs[0].HuberLoss(inputs[1], attributes.Number("delta"), Reduction(attributes))],
        ["smooth_l1_loss"] = (inputs, attributes) => [inputs[0].SmoothL1Loss(inputs[1], attributes.Number("beta"), Reduction(attributes))],
        ["kl_div"] = KlDiv,
        ["binary_cross_entropy_with_logits"] = BinaryCrossEntropy,
        ["nll_loss"] = (inputs, attributes) =>
        [
            inputs[0].NllLoss(inputs[1], new NllLossOptions
            {
                Reduction = Reduction(attributes),
                IgnoredLabel = attributes.Whole("ignore_index"),
                ClassWeights = attributes.Flag("has_weight") ? inputs[2] : null,
            }),
        ],
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

    internal static LossReduction Reduction(GoldenAttributes attributes) => Reduction(attributes.Text("reduction"));

    private static LossReduction Reduction(string name) => name switch
    {
        "mean" => LossReduction.Mean,
        "sum" => LossReduction.Sum,
        "none" => LossReduction.None,
        var other => throw new UnsupportedCaseException($"reduction '{other}'"),
    };

    private static Tensor[] KlDiv(Tensor[] inputs, GoldenAttributes attributes)
    {
        var isLog = attributes.Flag("log_target");
        var reduction = attributes.Text("reduction");
        var options = new KlDivOptions { IsLogTarget = isLog, MeanOverSamples = reduction == "batchmean" };
        return [inputs[0].KlDiv(inputs[1], reduction == "batchmean" ? options : options with { Reduction = Reduction(reduction) })];
    }

    private static Tensor[] BinaryCrossEntropy(Tensor[] inputs, GoldenAttributes attributes)
    {
        var (hasWeight, hasPositive) = (attributes.Flag("has_weight"), attributes.Flag("has_pos_weight"));
        return
        [
            inputs[0].BinaryCrossEntropyWithLogits(inputs[1], new BinaryCrossEntropyOptions
            {
                Reduction = Reduction(attributes),
                Weights = hasWeight ? inputs[2] : null,
                PositiveWeights = hasPositive ? inputs[^1] : null,
            }),
        ];
    }

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
