using System.Security.Cryptography;

namespace Tutti.Distributed.Ensembles.Remote;

/// <summary>
/// A node that serves a driver elsewhere: it dials out over HTTPS, joins, waits for chunks, has them answered by a node in this process and
/// sends the values back. Nobody can dial in. What breaks on the way is tried again for ever; a refusal is not. Used by one task.
/// </summary>
public sealed class RemoteNode
{
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(5), LongestJoin = TimeSpan.FromSeconds(1);

    private readonly IEnsembleNode node;
    private readonly RemoteNodeOptions options;
    private readonly NodeFacts facts;
    private readonly Backoff backoff;
    private long answerCount, sampleCount;

    /// <summary>Makes a node that has not joined yet.</summary>
    /// <param name="node">Who answers; stays the caller's.</param>
    /// <param name="options">How to find and trust the driver.</param>
    /// <exception cref="ArgumentException">The options or the node's facts do not fit; all problems are listed.</exception>
    public RemoteNode(IEnsembleNode node, RemoteNodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(options);
        Throw.IfAny(nameof(RemoteNode), options.Problems().Concat(FactsJson.Problems(node.Facts)));
        (this.node, this.options, facts) = (node, options, node.Facts);
        // Nodes must not agree on when they come back, so each has chances of its own.
        backoff = new Backoff(options.FirstRetry, options.LongestRetry, new Random(RandomNumberGenerator.GetInt32(int.MaxValue)));
    }

    /// <summary>How many chunks were answered so far.</summary>
    public long AnswerCount => Interlocked.Read(ref answerCount);

    /// <summary>How many samples were in them.</summary>
    public long SampleCount => Interlocked.Read(ref sampleCount);

    /// <summary>Serves until it is cancelled, and leaves then in good order, within five seconds.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Never ends well by itself.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="RemoteRefusedException">The driver refuses the node, or the node does not trust the driver.</exception>
    public async Task RunAsync(CancellationToken cancellation = default)
    {
        // The driver tells a node that comes back from another one of the same name by this.
        using var connection = new DriverConnection(options, facts.Name, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        var hasJoined = false;
        while (true)
        {
            string trouble;
            try
            {
                var (seat, pollTime) = await JoinAsync(connection, cancellation).ConfigureAwait(false);
                hasJoined = true;
                backoff.Reset();
                Tell($"joined {options.Driver.Authority} as '{facts.Name}'");
                await ServeAsync(connection, seat, pollTime, cancellation).ConfigureAwait(false);
                continue;
            }
            catch (DriverRefusalException refused)
            {
                throw new RemoteRefusedException($"RemoteNode '{facts.Name}': {options.Driver.Authority}: " +
                    $"{refused.Message.TrimEnd('.')}.", hasJoined, refused);
            }
            catch (Exception lost) when (lost is DriverFaultException or WorkGoneException)
            {
                trouble = lost.Message.TrimEnd('.');
            }
            var wait = backoff.Next();
            Tell($"no driver at {options.Driver.Authority}: {trouble}. Trying again in {wait.TotalSeconds:0.0} s");
            await Task.Delay(wait, options.Time, cancellation).ConfigureAwait(false);
        }
    }

    // A driver that has let the node in must hear that it leaves, so joining is not broken off at once.
    private async Task<(string Seat, TimeSpan PollTime)> JoinAsync(DriverConnection connection, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var own = new CancellationTokenSource(Timeout.InfiniteTimeSpan, options.Time);
        using var registration = cancellation.UnsafeRegister(_ => own.CancelAfter(LongestJoin), null);
        try
        {
            return await connection.JoinAsync(facts, own.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(cancellation);
        }
    }

    // One poll is open at any time, also while a chunk is scored: by it the driver knows that this node lives. It stays open until the node
    // has said goodbye, or the driver would take it for lost.
    private async Task ServeAsync(DriverConnection connection, string seat, TimeSpan pollTime, CancellationToken cancellation)
    {
        using var session = new CancellationTokenSource();
        Task scoring = Task.CompletedTask, polling = Task.CompletedTask;
        try
        {
            while (true)
            {
                var poll = connection.PollAsync(seat, pollTime, session.Token);
                polling = poll;
                var work = await poll.WaitAsync(cancellation).ConfigureAwait(false);
                if (work is null) continue;
                await scoring.WaitAsync(cancellation).ConfigureAwait(false);
                scoring = Task.Run(() => ScoreAsync(connection, seat, work, session), CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The answer could not be given; its task says why.
            await scoring.ConfigureAwait(false);
            throw;
        }
        finally
        {
            if (cancellation.IsCancellationRequested) await LeaveAsync(connection, seat).ConfigureAwait(false);
            await session.CancelAsync().ConfigureAwait(false);
            await polling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await scoring.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ScoreAsync(DriverConnection connection, string seat, RemoteWork work, CancellationTokenSource session)
    {
        try
        {
            var (answer, count, cause) = await TryAnswerAsync(work, session.Token).ConfigureAwait(false);
            if (answer is null)
            {
                Tell($"a chunk could not be scored: {cause}");
                await connection.FailAsync(seat, work.Id, cause, session.Token).ConfigureAwait(false);
                return;
            }
            await connection.AnswerAsync(seat, work.Id, facts.Version, answer, session.Token).ConfigureAwait(false);
            Interlocked.Increment(ref answerCount);
            Interlocked.Add(ref sampleCount, count);
        }
        catch (WorkGoneException)
        {
            // The driver did not wait for it; a seat that is gone is noticed by the next poll.
        }
        catch (Exception)
        {
            await session.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    // Whatever the model does, the node stays and the driver hears of it.
    private async Task<(byte[]? Answer, int Count, string Cause)> TryAnswerAsync(RemoteWork work, CancellationToken cancellation)
    {
        try
        {
            var chunk = ChunkBody.Read(work.Body);
            if (chunk.SampleShape != facts.SampleShape)
                return (null, 0, $"samples have another shape. Got {chunk.SampleShape}. Expected {facts.SampleShape}");
            var values = await node.AnswerAsync(chunk, cancellation).ConfigureAwait(false);
            if (node.Facts.Version != facts.Version)
                return (null, 0, $"the model changed. Got version {node.Facts.Version}. Expected {facts.Version}. Start the node again");
            if (values.Length != chunk.Count) return (null, 0, $"the model gave {values.Length} values for {chunk.Count} samples");
            if (Array.FindIndex(values, value => !double.IsFinite(value)) is >= 0 and var wrong)
                return (null, 0, $"the model gave {values[wrong]} for sample {wrong}. Expected numbers");
            return (AnswerBody.Write(values), chunk.Count, "");
        }
        catch (Exception cause) when (cause is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            return (null, 0, cause.Message);
        }
    }

    private async Task LeaveAsync(DriverConnection connection, string seat)
    {
        using var deadline = new CancellationTokenSource(LongestFarewell, options.Time);
        try
        {
            await connection.LeaveAsync(seat, deadline.Token).ConfigureAwait(false);
            Tell($"left {options.Driver.Authority}");
        }
        catch (Exception unheard) when (unheard is DriverFaultException or DriverRefusalException or WorkGoneException or OperationCanceledException)
        {
            Tell($"could not say goodbye to {options.Driver.Authority}: {unheard.Message}");
        }
    }

    private void Tell(string line) => options.Notice?.Invoke(line);
}
