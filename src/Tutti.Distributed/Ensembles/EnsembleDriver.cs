using Tutti.Learning;
using Tutti.Learning.Data;
using Tutti.Tensors;

namespace Tutti.Distributed.Ensembles;

/// <summary>
/// Sends samples to all nodes of an ensemble and makes one answer of theirs, without those who are late, gone or wrong
/// (docs/ENSEMBLES.md). Answers are given one after the other. Thread-safe. Owns the nodes that were added.
/// </summary>
/// <example><code>
/// await using var driver = new EnsembleDriver(new() { Deadline = TimeSpan.FromSeconds(5) });
/// foreach (var node in nodes) driver.Add(node);
/// var answer = await driver.ScoreAsync(beats);
/// </code></example>
public sealed class EnsembleDriver : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, EnsembleMember> members = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly EnsembleDriverOptions options;
    private readonly TimeProvider time;
    private Task endings = Task.CompletedTask;
    private bool isDisposed;

    /// <summary>Makes a driver without nodes.</summary>
    /// <param name="options">How it asks and combines; null for the defaults.</param>
    /// <param name="time">Where time comes from; null for the system's clock.</param>
    /// <exception cref="ArgumentException">Options are out of range; all problems are listed.</exception>
    public EnsembleDriver(EnsembleDriverOptions? options = null, TimeProvider? time = null)
    {
        this.options = options ?? new EnsembleDriverOptions();
        this.time = time ?? TimeProvider.System;
        Throw.IfAny(nameof(EnsembleDriver), this.options.Validate());
    }

    /// <summary>What nodes said when they were added, by name.</summary>
    public IReadOnlyList<NodeFacts> Nodes
    {
        get
        {
            lock (gate) return [.. members.Values.Select(member => member.Facts)];
        }
    }

    /// <summary>Adds a node, which takes part from the next answer on; it is the driver's to dispose of.</summary>
    /// <param name="node">The node; stays the caller's if it is refused.</param>
    /// <exception cref="ArgumentException">
    /// The name is empty or taken, samples have another shape than those of other nodes, the version is not the expected one, or the
    /// combination needs a weight that the node does not have.
    /// </exception>
    public void Add(IEnsembleNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var facts = node.Facts;
        CheckFacts(facts);
        var member = new EnsembleMember(node, options.Combination.WeightOf(facts), options.Output);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            if (members.ContainsKey(facts.Name))
                throw new ArgumentException(
                    $"EnsembleDriver: the name is taken. Got '{facts.Name}' twice. Expected names that tell nodes apart. " +
                    "Remove the other one, or give this one a name of its own.", nameof(node));
            if (members.Values.FirstOrDefault(other => other.Facts.SampleShape != facts.SampleShape) is { } different)
                throw new ArgumentException(
                    $"EnsembleDriver: nodes for samples of different shapes. Got {facts.SampleShape} for '{facts.Name}'. " +
                    $"Expected {different.Facts.SampleShape} as for '{different.Facts.Name}'. Train all on samples cut alike.", nameof(node));
            members.Add(facts.Name, member);
        }
    }

    /// <summary>
    /// Takes a node out and ends it: an answer that is under way does without it. Waits for its open call to end, and then for its end, at
    /// most ten seconds each.
    /// </summary>
    /// <param name="name">The node.</param>
    /// <returns>Whether there was such a node.</returns>
    public async Task<bool> RemoveAsync(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        EnsembleMember? member;
        lock (gate)
            if (!members.Remove(name, out member)) return false;
        await member.CloseAsync().ConfigureAwait(false);
        return true;
    }

    /// <summary>Asks all nodes at once what they make of samples, and combines what they say in time.</summary>
    /// <param name="samples">
    /// At least one sample of the nodes' shape, Float32, finite; read in chunks, and again for nodes that are behind. Targets are not looked
    /// at.
    /// </param>
    /// <param name="progress">Told after each chunk of each node, from several threads at once. Default null: nobody.</param>
    /// <param name="cancellation">Gives up the answer.</param>
    /// <returns>The answer, at the latest when <see cref="EnsembleDriverOptions.Deadline"/> has passed since this call's turn came.</returns>
    /// <exception cref="ArgumentException">There are no samples, they have another shape, or a value is not finite.</exception>
    /// <exception cref="EnsembleException">Fewer nodes spoke than there must; the message names each and its cause.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<EnsembleAnswer> ScoreAsync(
        ISampleSource samples, IProgress<EnsembleProgress>? progress = null, CancellationToken cancellation = default)
    {
        var chunks = new ChunkReader(samples, options.ChunkBytes);
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var asked = Members();
            if (asked.Length < options.MinimumNodes)
                throw new EnsembleException(options.MinimumNodes, [.. asked.Select(member => member.Unasked())]);
            CheckShape(samples.SampleShape, asked[0].Facts);
            var round = new AnswerRound(chunks, progress, time);
            try
            {
                return Combine(await CollectAsync(asked, round, cancellation).ConfigureAwait(false), round);
            }
            finally
            {
                // Nodes that are late hear of it on threads of their own; DisposeAsync waits for that.
                endings = Task.WhenAll(endings.IsCompleted ? Task.CompletedTask : endings, round.EndAsync());
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Ends all nodes, each as <see cref="RemoveAsync"/> does; an answer that is under way does without them.</summary>
    /// <returns>A task that ends when they have.</returns>
    public async ValueTask DisposeAsync()
    {
        EnsembleMember[] all;
        lock (gate)
        {
            (isDisposed, all) = (true, [.. members.Values]);
            members.Clear();
        }
        await Task.WhenAll(all.Select(member => member.CloseAsync())).ConfigureAwait(false);
        await endings.WaitAsync(EnsembleMember.Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<NodeReply[]> CollectAsync(EnsembleMember[] asked, AnswerRound round, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(options.Deadline, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        var replies = Begin(asked, round);
        try
        {
            var first = await Task.WhenAny(Task.WhenAll(replies), round.Failed).WaitAsync(end.Token).ConfigureAwait(false);
            await first.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            cancellation.ThrowIfCancellationRequested();
        }
        var all = new NodeReply[asked.Length];
        for (var i = 0; i < all.Length; i++)
            all[i] = replies[i].IsCompletedSuccessfully ? await replies[i].ConfigureAwait(false) : asked[i].Late(round);
        return all;
    }

    private static Task<NodeReply>[] Begin(EnsembleMember[] asked, AnswerRound round)
    {
        var replies = new Task<NodeReply>[asked.Length];
        for (var i = 0; i < asked.Length; i++)
            if (asked[i].IsFree) replies[i] = asked[i].Ask(round);
        var free = replies.Where(reply => reply is not null).ToArray();
        // Whoever still has an earlier call open may come in as long as others are waited for anyway.
        var others = free.Length > 0 ? Task.WhenAll(free) : Task.Delay(Timeout.Infinite, round.Stopped);
        for (var i = 0; i < asked.Length; i++) replies[i] ??= asked[i].AskWhenFree(round, others);
        return replies;
    }

    private EnsembleAnswer Combine(NodeReply[] replies, AnswerRound round)
    {
        NodeOutcome[] outcomes = [.. replies.Select(reply => reply.Outcome)];
        NodeReply[] spoke = [.. replies.Where(reply => reply.Values is not null)];
        if (spoke.Length < options.MinimumNodes) throw new EnsembleException(options.MinimumNodes, outcomes);
        double[][] values = [.. spoke.Select(reply => reply.Values!)];
        double[] weights = [.. spoke.Select(reply => reply.Outcome.Weight)];
        double[][] means = [.. values.Select(one => new[] { one.Sum() / one.Length })];
        return new EnsembleAnswer(
            options.Combination.Combine(values, weights), options.Combination.Combine(means, weights), outcomes, round.Elapsed);
    }

    private EnsembleMember[] Members()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            return [.. members.Values];
        }
    }

    private void CheckFacts(NodeFacts facts)
    {
        if (string.IsNullOrWhiteSpace(facts.Name) || string.IsNullOrWhiteSpace(facts.Version))
            throw new ArgumentException(
                $"EnsembleDriver: a node without name or version. Got '{facts.Name}' and '{facts.Version}'. Expected both.");
        if (facts.TrainingSamples < 0 || facts.ValidationScore is not (null or (>= 0 and <= 1)))
            throw new ArgumentException(
                $"EnsembleDriver: '{facts.Name}' says something impossible. Got {facts.TrainingSamples} training samples and validation " +
                $"score {facts.ValidationScore}. Expected at least 0, and 0 to 1 or none.");
        if (options.ExpectedVersions is not { } expected) return;
        if (!expected.TryGetValue(facts.Name, out var version))
            throw new ArgumentException(
                $"EnsembleDriver: '{facts.Name}' does not belong to this ensemble. {NearestName.Suggest(facts.Name, [.. expected.Keys])}");
        if (version != facts.Version)
            throw new ArgumentException(
                $"EnsembleDriver: '{facts.Name}' has another model. Got version {facts.Version}. Expected {version}. " +
                "Give the node the model of this ensemble.");
    }

    private static void CheckShape(Shape samples, NodeFacts first)
    {
        if (samples != first.SampleShape)
            throw new ArgumentException(
                $"EnsembleDriver: samples of another shape. Got {samples}. Expected {first.SampleShape}, as nodes were trained. " +
                "Cut samples with the options of the training.", nameof(samples));
    }
}
