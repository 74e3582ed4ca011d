using Tutti.Learning.Losses;
using Tutti.Tensors;

namespace Tutti.Cli.Verification;

/// <summary>Losses as training cases describe them.</summary>
internal static class TrainingParts
{
    internal static Loss ReadLoss(GoldenAttributes attributes, bool isSharded)
    {
        var reduction = Operations.Losses.Reduction(attributes);
        if (reduction == LossReduction.None || isSharded && reduction != LossReduction.Mean)
            throw new UnsupportedCaseException($"training with reduction '{reduction}'");
        var loss = Read(attributes.Text("type"), attributes, reduction);
        attributes.Finish();
        return loss;
    }

    private static Loss Read(string type, GoldenAttributes attributes, LossReduction reduction)
    {
        switch (type)
        {
            case "CrossEntropyLoss":
                return Losses.CrossEntropyWith(new() { LabelSmoothing = attributes.Number("label_smoothing", 0), Reduction = reduction });
            case "NLLLoss":
                return (output, target) => output.NllLoss(target, new() { Reduction = reduction });
            case "BCEWithLogitsLoss":
                return Losses.BinaryCrossEntropyWith(new() { Reduction = reduction });
            case "MSELoss":
                return (output, target) => output.MseLoss(target, reduction);
            case "L1Loss":
                return (output, target) => output.L1Loss(target, reduction);
            case "HuberLoss":
                var delta = attributes.Number("delta", 1);
                return (output, target) => output.HuberLoss(target, delta, reduction);
            case "SmoothL1Loss":
                var beta = attributes.Number("beta", 1);
                return (output, target) => output.SmoothL1Loss(target, beta, reduction);
            default:
                throw new UnsupportedCaseException($"no loss '{type}'");
        }
    }
}
