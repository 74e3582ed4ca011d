using Tutti.Learning.Data;
using Tutti.Learning.Losses;
using Tutti.Learning.Metrics;
using Tutti.Learning.Modules;
using Tutti.Tensors;
using Tutti.Tensors.Operations;

namespace Tutti.Learning.Training;

/// <summary>
/// Asks a trained network about data, on one worker or many. Every worker has an evaluator of its own over its own replica and calls the
/// same members in the same order. Nothing is recorded for gradients. Not thread-safe.
/// </summary>
public sealed class Evaluator
{
    private readonly Module network;
    private readonly ITrainingStrategy strategy;
    private readonly int batchSize;
    private readonly int? computeThreads;

    /// <summary>Makes an evaluator.</summary>
    /// <param name="network">The network; all replicas hold the same weights.</param>
    /// <param name="strategy">Who shares the work; null for one worker alone. Only its rank and <see cref="ITrainingStrategy.Gather"/> are used.</param>
    /// <param name="batchSize">Samples computed at a time, at least 1; no influence on results but for rounding.</param>
    /// <param name="computeThreads">How many threads compute one operation, at least 1; null: the cores divided by the workers.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than 1.</exception>
    public Evaluator(Module network, ITrainingStrategy? strategy = null, int batchSize = 256, int? computeThreads = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(computeThreads ?? 1, 1, nameof(computeThreads));
        this.network = network;
        this.strategy = strategy ?? new SingleWorker();
        this.batchSize = batchSize;
        this.computeThreads = computeThreads;
    }

    /// <summary>
    /// Measures the network on data. The workers share the batches, each sample counts exactly once, and the numbers do not depend on the
    /// number of workers. Collective.
    /// </summary>
    /// <param name="data">The samples; at least one.</param>
    /// <param name="loss">What is averaged over the samples.</param>
    /// <returns>Mean loss and, where targets are classes, accuracy, the same on every worker.</returns>
    /// <exception cref="ArgumentException">No samples, or they do not fit the network.</exception>
    public Evaluation Evaluate(ISampleSource data, Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        // For each batch: the sum of losses, the number of correct samples.
        var own = new List<double>();
        var hasClasses = data.TargetType == ElementType.Int64 && data.TargetShape.Rank == 0;
        ForEachOwnBatch(data, (output, targets) =>
        {
            own.Add(loss(output, targets).ToScalar() * targets.Shape[0]);
            own.Add(hasClasses ? Classification.CountCorrect(output, targets.AsSpan<long>()) : 0);
        });
        var all = strategy.Gather(own.ToArray());
        double lossSum = 0, correctCount = 0;
        for (var i = 0; i < all.Length; i += 2)
        {
            lossSum += all[i];
            correctCount += all[i + 1];
        }
        return new Evaluation(data.Count, lossSum / data.Count, hasClasses ? (int)correctCount : null);
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
        if (data.Count == 0) throw new ArgumentException("Evaluator: nothing to evaluate. Got a data set without samples. Expected at least one.");
        using var threads = ComputeThreads.Use(computeThreads ?? Math.Max(1, Environment.ProcessorCount / strategy.WorkerCount));
        var size = Math.Min(batchSize, data.Count);
        var batchCount = (int)((data.Count + size - 1L) / size);
        var first = (int)((long)batchCount * strategy.Rank / strategy.WorkerCount);
        var end = (int)((long)batchCount * (strategy.Rank + 1) / strategy.WorkerCount);
        var rows = new int[size];
        var wasTraining = network.IsTraining;
        network.SetTraining(false);
        try
        {
            using var pause = NoGradient.Begin();
            for (var batch = first; batch < end; batch++)
            {
                using var scope = TensorScope.Begin();
                var start = batch * size;
                var count = Math.Min(rows.Length, data.Count - start);
                for (var i = 0; i < count; i++) rows[i] = start + i;
                var samples = Tensor.Zeros(Shape.Create([count, .. data.SampleShape.AsSpan()]), data.SampleType);
                var targets = Tensor.Zeros(Shape.Create([count, .. data.TargetShape.AsSpan()]), data.TargetType);
                data.CopySamples(rows.AsSpan(0, count), samples);
                data.CopyTargets(rows.AsSpan(0, count), targets);
                use(network.Forward(samples), targets);
            }
        }
        finally
        {
            network.SetTraining(wasTraining);
        }
    }
}
