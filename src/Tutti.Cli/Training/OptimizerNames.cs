using Tutti.Learning.Optimizers;

namespace Tutti.Cli.Training;

/// <summary>Optimizers by name.</summary>
internal static class OptimizerNames
{
    internal const string Sgd = "sgd", Adam = "adam";

    internal static IReadOnlyList<string> All { get; } = [Sgd, Adam];

    internal static Optimizer Create(TrainSettings settings) => settings.Optimizer == Sgd
        ? new Sgd(new SgdOptions
        {
            LearningRate = LearningRateOf(settings), Momentum = settings.Momentum ?? 0, WeightDecay = settings.WeightDecay,
        })
        : new Adam(new AdamOptions { LearningRate = LearningRateOf(settings), WeightDecay = settings.WeightDecay });

    internal static double LearningRateOf(TrainSettings settings) =>
        settings.LearningRate ?? (settings.Optimizer == Sgd ? new SgdOptions().LearningRate : new AdamOptions().LearningRate);
}
