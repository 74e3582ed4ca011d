using Tutti.Learning.Data;
using Tutti.Learning.Metrics;
using Tutti.Tensors;

namespace Tutti.Learning.Training;

public sealed partial class Trainer
{
    /// <summary>
    /// Measures the network on data. The workers share the batches, each sample counts exactly once, and the numbers do not depend on the
    /// number of workers. Collective.
    /// </summary>
    /// <param name="data">The samples; at least one.</param>
    /// <returns>Mean loss and accuracy, the same on every worker.</returns>
    /// <exception cref="ArgumentException">No samples, or they do not fit the network.</exception>
    public Evaluation Evaluate(ISampleSource data)
    {
        // For each batch: the sum of losses, the number of correct samples.
        var own = new List<double>();
        ForEachOwnBatch(data, (output, labels) =>
        {
            own.Add(loss(output, labels).ToScalar() * labels.ElementCount);
            own.Add(Classification.CountCorrect(output, labels.AsSpan<long>()));
        });
        var all = strategy.Gather(own.ToArray());
        double lossSum = 0, correctCount = 0;
        for (var i = 0; i < all.Length; i += 2)
        {
            lossSum += all[i];
            correctCount += all[i + 1];
        }
        return new Evaluation(data.Count, lossSum / data.Count, (int)correctCount);
    }

    /// <summary>
    /// Predicts the class of each sample; the workers share the batches. Collective.
    /// </summary>
    /// <param name="data">The samples; at least one.</param>
    /// <returns>One prediction a sample, in the data's order, the same on every worker.</returns>
    /// <exception cref="ArgumentException">No samples, or they do not fit the network.</exception>
    public Prediction[] Predict(ISampleSource data)
    {
        var own = new List<double>();
        ForEachOwnBatch(data, (output, _) =>
        {
            foreach (var prediction in Classification.Predict(output))
            {
                own.Add(prediction.Label);
                own.Add(prediction.Probability);
            }
        });
        var all = strategy.Gather(own.ToArray());
        var predictions = new Prediction[all.Length / 2];
        for (var i = 0; i < predictions.Length; i++) predictions[i] = new Prediction((int)all[2 * i], (float)all[2 * i + 1]);
        return predictions;
    }

    // Rank r computes the r-th of WorkerCount contiguous runs of batches, so that joining by rank restores the order.
    private void ForEachOwnBatch(ISampleSource data, Action<Tensor, Tensor> use)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Count == 0) throw new ArgumentException("Trainer: nothing to evaluate. Got a data set without samples. Expected at least one.");
        using var threads = UseComputeThreads();
        var batchCount = (data.Count + options.EvaluationBatchSize - 1) / options.EvaluationBatchSize;
        var first = (int)((long)batchCount * strategy.Rank / strategy.WorkerCount);
        var end = (int)((long)batchCount * (strategy.Rank + 1) / strategy.WorkerCount);
        var rows = new int[options.EvaluationBatchSize];
        var wasTraining = network.IsTraining;
        network.SetTraining(false);
        try
        {
            using var pause = NoGradient.Begin();
            for (var batch = first; batch < end; batch++)
            {
                using var scope = TensorScope.Begin();
                var start = batch * options.EvaluationBatchSize;
                var count = Math.Min(rows.Length, data.Count - start);
                for (var i = 0; i < count; i++) rows[i] = start + i;
                var samples = Tensor.Zeros(Shape.Create([count, .. data.SampleShape.AsSpan()]));
                var labels = Tensor.Zeros([count], ElementType.Int64);
                data.CopySamples(rows.AsSpan(0, count), samples.AsSpan<float>());
                data.CopyLabels(rows.AsSpan(0, count), labels.AsSpan<long>());
                use(network.Forward(samples), labels);
            }
        }
        finally
        {
            network.SetTraining(wasTraining);
        }
    }
}
