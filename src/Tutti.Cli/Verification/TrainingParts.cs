using Tutti.Learning.Losses;
using Tutti.Learning.Optimizers;
using Tutti.Tensors;

namespace Tutti.Cli.Verification;

/// <summary>Losses and optimizers as golden cases describe them.</summary>
internal static class TrainingParts
{
    internal static Loss ReadLoss(GoldenAttributes attributes)
    {
        var type = attributes.Text("type");
        var reduction = Operations.Losses.Reduction(attributes);
        if (reduction != LossReduction.Mean) throw new UnsupportedCaseException($"training with reduction '{reduction}'");
        Loss loss;
        switch (type)
        {
            case "CrossEntropyLoss":
                var options = new CrossEntropyOptions { LabelSmoothing = attributes.Number("label_smoothing") };
                loss = (output, target) => output.CrossEntropy(target, options);
                break;
            case "MSELoss":
                loss = (output, target) => output.MseLoss(target);
                break;
            default:
                throw new UnsupportedCaseException($"no loss '{type}'");
        }
        attributes.Finish();
        return loss;
    }

    internal static Func<Optimizer> ReadOptimizer(GoldenAttributes attributes)
    {
        var type = attributes.Text("type");
        Func<Optimizer> make = type switch
        {
            "SGD" => ReadSgd(attributes),
            "Adam" => ReadAdam(attributes, isDecoupled: false),
            "AdamW" => ReadAdam(attributes, isDecoupled: true),
            _ => throw new UnsupportedCaseException($"no optimizer '{type}'"),
        };
        attributes.Finish();
        return make;
    }

    private static Func<Optimizer> ReadSgd(GoldenAttributes attributes)
    {
        var options = new SgdOptions
        {
            LearningRate = attributes.Number("lr"),
            Momentum = attributes.Number("momentum"),
            Dampening = attributes.Number("dampening"),
            WeightDecay = attributes.Number("weight_decay"),
            Nesterov = attributes.Flag("nesterov"),
        };
        return () => new Sgd(options);
    }

    private static Func<Optimizer> ReadAdam(GoldenAttributes attributes, bool isDecoupled)
    {
        var betas = attributes.Any("betas");
        if (betas.GetArrayLength() != 2) throw attributes.Unknown("betas", betas);
        attributes.Require("amsgrad", false);
        var options = new AdamOptions
        {
            LearningRate = attributes.Number("lr"),
            Beta1 = betas[0].GetDouble(),
            Beta2 = betas[1].GetDouble(),
            Epsilon = attributes.Number("eps"),
            WeightDecay = attributes.Number("weight_decay"),
            DecoupledWeightDecay = isDecoupled,
        };
        return () => new Adam(options);
    }
}
