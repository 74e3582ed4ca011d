namespace Tutti.Learning.Data.Loading;

/// <summary>What a <see cref="PrefetchingLoader"/> reads, and how far ahead.</summary>
public sealed record LoaderOptions
{
    /// <summary>
    /// How many steps are read ahead by a thread of the loader's own; 0 reads when asked, on the asking thread, without a thread.
    /// Default: 2.
    /// </summary>
    public int Depth { get; init; } = 2;

    /// <summary>
    /// From what time that reading a step's batch takes the thread is worth its hand-overs: until most steps take longer, the asking thread
    /// reads. No influence on the batches. Zero, the default: the thread starts at once.
    /// </summary>
    public TimeSpan ThreadFrom { get; init; }

    /// <summary>The first epoch to read, from 0: where a resumed run goes on. Default: 0.</summary>
    public int FirstEpoch { get; init; }

    /// <summary>The first step to read of the first epoch, from 0. Default: 0.</summary>
    public int FirstStep { get; init; }

    /// <summary>How many epochs to read, the first included even if it is begun half-way; at least 1. Null: without end. Default:
    /// 1.</summary>
    public int? EpochCount { get; init; } = 1;

    /// <summary>
    /// How long the consumer waits for one batch, and disposal for the thread, before something must be wrong. Default: 2 minutes.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);
}
