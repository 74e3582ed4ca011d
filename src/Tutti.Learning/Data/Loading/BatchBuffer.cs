namespace Tutti.Learning.Data.Loading;

/// <summary>Memory for the largest batch of a shard, used again and again; pinned, so that tensors may borrow it.</summary>
internal sealed class BatchBuffer(int samples, int sampleSize)
{
    public Memory<float> Samples { get; } = GC.AllocateUninitializedArray<float>(checked(samples * sampleSize), pinned: true);

    public Memory<long> Labels { get; } = GC.AllocateUninitializedArray<long>(samples, pinned: true);

    /// <summary>What the buffer holds now.</summary>
    public Batch Batch { get; set; }
}
