using Tutti.Learning.Optimizers;

namespace Tutti.Cli.Verification;

/// <summary>Optimizers as training cases describe them: PyTorch's names, every option written out.</summary>
internal static class TrainingOptimizers
{
    internal static Func<Optimizer> Read(GoldenAttributes attributes)
    {
        var type = attributes.Text("type");
        Func<Optimizer> make = type switch
        {
            "SGD" => ReadSgd(attributes),
            "Adam" => ReadAdam(attributes, isDecoupled: false),
            "AdamW" => ReadAdam(attributes, isDecoupled: true),
            "RMSprop" => ReadRmsProp(attributes),
            "Adagrad" => ReadAdagrad(attributes),
            "Adadelta" => ReadAdadelta(attributes),
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
        var options = new AdamOptions
        {
            LearningRate = attributes.Number("lr"),
            Beta1 = betas[0].GetDouble(),
            Beta2 = betas[1].GetDouble(),
            Epsilon = attributes.Number("eps"),
            WeightDecay = attributes.Number("weight_decay"),
            AmsGrad = attributes.Flag("amsgrad"),
            DecoupledWeightDecay = isDecoupled,
        };
        return () => new Adam(options);
    }

    private static Func<Optimizer> ReadRmsProp(GoldenAttributes attributes)
    {
        var options = new RmsPropOptions
        {
            LearningRate = attributes.Number("lr"),
            Alpha = attributes.Number("alpha"),
            Epsilon = attributes.Number("eps"),
            Momentum = attributes.Number("momentum"),
            WeightDecay = attributes.Number("weight_decay"),
            Centered = attributes.Flag("centered"),
        };
        return () => new RmsProp(options);
    }

    private static Func<Optimizer> ReadAdagrad(GoldenAttributes attributes)
    {
        var options = new AdagradOptions
        {
            LearningRate = attributes.Number("lr"),
            LearningRateDecay = attributes.Number("lr_decay"),
            InitialAccumulator = attributes.Number("initial_accumulator_value"),
            Epsilon = attributes.Number("eps"),
            WeightDecay = attributes.Number("weight_decay"),
        };
        return () => new Adagrad(options);
    }

    private static Func<Optimizer> ReadAdadelta(GoldenAttributes attributes)
    {
        var options = new AdadeltaOptions
        {
            LearningRate = attributes.Number("lr"),
            Rho = attributes.Number("rho"),
            Epsilon = attributes.Number("eps"),
            WeightDecay = attributes.Number("weight_decay"),
        };
        return () => new Adadelta(options);
    }
}
