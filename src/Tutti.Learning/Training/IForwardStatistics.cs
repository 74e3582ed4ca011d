namespace Tutti.Learning.Training;

/// <summary>
/// What a model's forward pass changes by itself while training, besides what training changes along gradients: running means and variances,
/// and counters of batches. An <see cref="IParameterSource"/> that has such things implements this too; a strategy then makes all replicas
/// agree on them after every step. Not thread-safe: used by the worker that owns the model.
/// </summary>
public interface IForwardStatistics
{
    /// <summary>How many tensors of statistics the model has.</summary>
    int StatisticCount { get; }

    /// <summary>How many counters the model has.</summary>
    int CounterCount { get; }

    /// <summary>A tensor of statistics, row-major. A step moves it by the mean of what its shards' forward passes would, weighted by samples.</summary>
    /// <param name="index">0 … StatisticCount − 1.</param>
    /// <returns>A view, valid while the model lives.</returns>
    Span<float> Statistics(int index);

    /// <summary>Counters. A step moves them as one shard's forward pass would, which must be the same on all shards.</summary>
    /// <param name="index">0 … CounterCount − 1.</param>
    /// <returns>A view, valid while the model lives.</returns>
    Span<long> Counters(int index);
}
