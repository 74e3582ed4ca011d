using System.Globalization;

namespace Tutti.Distributed.Ensembles;

/// <summary>
/// A node in the hands of its driver, with what it said when it was added. Asked one thing at a time: whoever left an earlier call open is
/// not asked again before that has ended. The driver calls it from one answer at a time.
/// </summary>
internal sealed class EnsembleMember(IEnsembleNode node, double weight, DetectorOutput? output)
{
    // A node that neither answers nor ends is given up after this: its driver must end.
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource removed = new();
    private Task outstanding = Task.CompletedTask;
    private volatile int answered;
    private volatile bool isBehind;

    public NodeFacts Facts { get; } = node.Facts;

    /// <summary>Whether no call of an earlier answer is still open.</summary>
    public bool IsFree => outstanding.IsCompleted;

    /// <summary>Asks the node, which is free, for values of all samples; the task fails only if <see cref="AnswerRound.Failed"/> does.</summary>
    public Task<NodeReply> Ask(AnswerRound round)
    {
        (answered, isBehind) = (0, false);
        // A node that blocks before its first await would otherwise delay all others.
        var reply = Task.Run(() => AskAsync(round));
        outstanding = reply;
        return reply;
    }

    /// <summary>Asks the node as soon as its earlier call has ended, unless <paramref name="others"/> end before that.</summary>
    public Task<NodeReply> AskWhenFree(AnswerRound round, Task others)
    {
        var earlier = outstanding;
        isBehind = true;
        var reply = Task.Run(async () =>
        {
            await Task.WhenAny(earlier, others).ConfigureAwait(false);
            return earlier.IsCompleted
                ? await AskAsync(round).ConfigureAwait(false)
                : Late(round);
        });
        outstanding = Task.WhenAll(earlier, reply);
        return reply;
    }

    /// <summary>What became of a node that had not replied when the answer ended.</summary>
    public NodeReply Late(AnswerRound round) => Left(round, (removed.IsCancellationRequested, isBehind) switch
    {
        (true, _) => "was removed",
        (_, true) => "has not come back from an earlier question",
        _ => string.Create(CultureInfo.InvariantCulture,
            $"late: gave values for {answered} of {round.Samples.SampleCount} samples in {round.Elapsed.TotalSeconds:0.00} s"),
    });

    /// <summary>What is said of it where there are so few nodes that none is asked.</summary>
    public NodeOutcome Unasked() => new(Facts.Name, Facts.Version, weight, "was not asked: more nodes are needed", TimeSpan.Zero);

    /// <summary>Ends the node once its call has ended, or without waiting any longer.</summary>
    public async Task CloseAsync()
    {
        var calls = Task.WhenAll(removed.CancelAsync(), outstanding);
        await calls.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Run(() => node.DisposeAsync().AsTask()).WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<NodeReply> AskAsync(AnswerRound round)
    {
        try
        {
            return await CollectAsync(round).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            round.Fail(failure);
            throw;
        }
    }

    private async Task<NodeReply> CollectAsync(AnswerRound round)
    {
        (answered, isBehind) = (0, false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(round.Stopped, removed.Token);
        var values = new double[round.Samples.SampleCount];
        for (var index = 0; index < round.Samples.ChunkCount; index++)
        {
            if (stop.IsCancellationRequested) return Late(round);
            var chunk = round.Samples.Read(index);
            try
            {
                var part = await AnswerAsync(chunk, stop.Token).ConfigureAwait(false);
                part.CopyTo(values, answered);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return Late(round);
            }
            catch (Exception failure)
            {
                return Left(round, failure.Message);
            }
            answered += chunk.Count;
            round.Report(Facts.Name, answered);
        }
        return new NodeReply(values, Outcome(round, problem: null));
    }

    private async Task<double[]> AnswerAsync(SampleChunk chunk, CancellationToken stop)
    {
        RequireVersion();
        var part = await node.AnswerAsync(chunk, stop).ConfigureAwait(false);
        RequireVersion();
        if (part is null || part.Length != chunk.Count)
            throw new NodeException($"gave another number of values. Got {part?.Length ?? 0}. Expected {chunk.Count}.");
        var broken = Array.FindIndex(part, value => !double.IsFinite(value));
        if (broken >= 0)
            throw new NodeException($"gave a value that is not finite. Got {part[broken]} for sample {answered + broken}. Expected numbers.");
        var outside = output == DetectorOutput.PValues ? Array.FindIndex(part, value => value is < 0 or > 1) : -1;
        if (outside >= 0)
            throw new NodeException(string.Create(CultureInfo.InvariantCulture,
                $"gave a value that is no p-value. Got {part[outside]} for sample {answered + outside}. Expected 0 to 1."));
        return part;
    }

    private void RequireVersion()
    {
        var version = node.Facts.Version;
        if (version != Facts.Version)
            throw new NodeException($"has another model than when it was added. Got version {version}. Expected {Facts.Version}.");
    }

    private NodeReply Left(AnswerRound round, string problem) => new(null, Outcome(round, problem));

    private NodeOutcome Outcome(AnswerRound round, string? problem) => new(Facts.Name, Facts.Version, weight, problem, round.Elapsed);
}
