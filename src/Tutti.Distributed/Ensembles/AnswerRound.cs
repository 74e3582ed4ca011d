using Tutti.Learning.Data;

namespace Tutti.Distributed.Ensembles;

/// <summary>What the members of an ensemble share while they are asked for one answer.</summary>
internal sealed class AnswerRound(ChunkReader samples, IProgress<EnsembleProgress>? progress, TimeProvider time)
{
    private readonly TaskCompletionSource failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource stop = new();
    private readonly long began = time.GetTimestamp();

    public ChunkReader Samples => samples;

    /// <summary>Cancelled when the answer needs nobody any more.</summary>
    public CancellationToken Stopped => stop.Token;

    /// <summary>Fails when the caller's samples or progress fail, which is no node's fault.</summary>
    public Task Failed => failed.Task;

    public TimeSpan Elapsed => time.GetElapsedTime(began);

    public void Fail(Exception cause) => failed.TrySetException(cause);

    public void Report(string node, int answered) => progress?.Report(new EnsembleProgress(node, answered, samples.SampleCount));

    /// <summary>Tells nodes to stop, on other threads: what they do then must not delay the answer.</summary>
    public Task EndAsync() => stop.CancelAsync();
}
