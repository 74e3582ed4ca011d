using Tutti.Learning.Data;

namespace Tutti.Learning.Training;

public sealed partial class Trainer
{
    /// <summary>Measures the network on data, with the trainer's loss; see <see cref="Evaluator.Evaluate"/>. Collective.</summary>
    /// <param name="data">The samples; at least one.</param>
    /// <returns>Mean loss and accuracy, the same on every worker.</returns>
    /// <exception cref="ArgumentException">No samples, or they do not fit the network.</exception>
    public Evaluation Evaluate(ISampleSource data) => Evaluator().Evaluate(data, loss);

    /// <summary>Predicts the class of each sample; see <see cref="Evaluator.Predict"/>. Collective.</summary>
    /// <param name="data">The samples; at least one.</param>
    /// <returns>One prediction a sample, in the data's order, the same on every worker.</returns>
    /// <exception cref="ArgumentException">No samples, or they do not fit the network.</exception>
    public Prediction[] Predict(ISampleSource data) => Evaluator().Predict(data);

    private Evaluator Evaluator() => new(network, strategy, options.EvaluationBatchSize, options.ComputeThreads);
}
