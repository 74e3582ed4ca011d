namespace Tutti.Learning.Data.Loading;

/// <summary>Memory for the largest batch of a shard, used again and again.</summary>
internal sealed class BatchBuffer(int rows, ISampleSource source)
{
    internal BatchMemory Samples { get; } = new(rows, source.SampleShape, source.SampleType);

    internal BatchMemory Targets { get; } = new(rows, source.TargetShape, source.TargetType);

    /// <summary>What the buffer holds now.</summary>
    internal Batch Batch { get; set; }
}
