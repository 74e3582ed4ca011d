namespace Tutti.Learning.Data.Loading;

/// <summary>
/// The samples of one logical shard of one step. The memory belongs to the loader and is valid until its next batch is asked for; it is
/// pinned, so that a tensor may borrow it.
/// </summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Step">The step in the epoch, from 0.</param>
/// <param name="Shard">The logical shard.</param>
/// <param name="Count">How many samples; may be 0.</param>
/// <param name="BatchCount">How many samples the step has on all shards together: the shard's weight is <c>Count / BatchCount</c>.</param>
/// <param name="Samples">One sample after the other, row-major.</param>
/// <param name="Labels">One class number a sample.</param>
public readonly record struct Batch(
    int Epoch, int Step, int Shard, int Count, int BatchCount, Memory<float> Samples, Memory<long> Labels);
