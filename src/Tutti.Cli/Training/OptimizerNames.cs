using Tutti.Learning.Optimizers;

namespace Tutti.Cli.Training;

/// <summary>Optimizers by name. Adadelta, LAMB and the others take their remaining options' defaults.</summary>
internal static class OptimizerNames
{
    internal const string Sgd = "sgd", Adam = "adam", AdamW = "adamw", RmsProp = "rmsprop", Adagrad = "adagrad", Adadelta = "adadelta", Lamb = "lamb";

    internal static IReadOnlyList<string> All { get; } = [Sgd, Adam, AdamW, RmsProp, Adagrad, Adadelta, Lamb];

    /// <summary>Those that <c>--momentum</c> is for.</summary>
    internal static IReadOnlyList<string> WithMomentum { get; } = [Sgd, RmsProp];

    internal static Optimizer Create(TrainSettings settings)
    {
        var (rate, decay, momentum) = (LearningRateOf(settings), settings.WeightDecay, settings.Momentum ?? 0);
        return settings.Optimizer switch
        {
            Sgd => new Sgd(new SgdOptions { LearningRate = rate, Momentum = momentum, WeightDecay = decay }),
            RmsProp => new RmsProp(new RmsPropOptions { LearningRate = rate, Momentum = momentum, WeightDecay = decay }),
            Adagrad => new Adagrad(new AdagradOptions { LearningRate = rate, WeightDecay = decay }),
            Adadelta => new Adadelta(new AdadeltaOptions { LearningRate = rate, WeightDecay = decay }),
            Lamb => new Lamb(new LambOptions { LearningRate = rate, WeightDecay = decay }),
            _ => new Adam(new AdamOptions { LearningRate = rate, WeightDecay = decay, DecoupledWeightDecay = settings.Optimizer == AdamW }),
        };
    }

    internal static double LearningRateOf(TrainSettings settings) => settings.LearningRate ?? settings.Optimizer switch
    {
        Sgd => new SgdOptions().LearningRate,
        RmsProp => new RmsPropOptions().LearningRate,
        Adagrad => new AdagradOptions().LearningRate,
        Adadelta => new AdadeltaOptions().LearningRate,
        Lamb => new LambOptions().LearningRate,
        _ => new AdamOptions().LearningRate,
    };
}
