using System.Runtime.InteropServices;
using System.Text;
using Tutti.Distributed.Elastic;
using Tutti.Distributed.Ensembles.Remote;

namespace Tutti.Distributed.Ensembles;

/// <summary>The driver's end: who the nodes are, where they are, and which questions are open.</summary>
internal sealed class RankDriver(RankNodes owner, ElasticWorld world) : RankEnd(world)
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, RankNode> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Question> open = [];
    private readonly TaskCompletionSource connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string lastLoss = "";
    private long lastNumber;

    /// <summary>Ends when every rank of the first generation has said what it is.</summary>
    public Task Connected => connected.Task;

    public IReadOnlyList<IEnsembleNode> Nodes()
    {
        lock (gate) return [.. nodes.Values];
    }

    public async Task<double[]> AskAsync(RankNode node, SampleChunk chunk, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        var question = new Question(node, MemoryMarshal.AsBytes(chunk.Values.Span).ToArray());
        long number;
        lock (gate)
        {
            if (node.Problem is { } problem) throw new NodeException(problem);
            number = ++lastNumber;
            open.Add(number, question);
            Put(number, question);
        }
        using (cancellation.Register(() => Cancel(number, cancellation))) return await question.Answer.Task.ConfigureAwait(false);
    }

    public void Dismiss(RankNode node)
    {
        lock (gate)
        {
            if (node.Rank is { } rank) Send(rank, RankMessageKind.Stop, 0, default);
            GiveUp(node, $"'{node.Facts.Name}' was dismissed.");
        }
    }

    public void Stop()
    {
        lock (gate)
        {
            foreach (var node in nodes.Values) Dismiss(node);
            connected.TrySetCanceled();
        }
        End();
    }

    protected override void Opened()
    {
        lock (gate) GiveUpMissing();
    }

    protected override void Take(int rank, in RankMessage message)
    {
        lock (gate)
        {
            if (message.Kind == RankMessageKind.Hello) Meet(rank, FactsJson.ReadTrusted(message.Body));
            // Nobody waits any more for an answer that is late.
            else if (open.Remove(message.Number, out var question)) Answer(question, message);
        }
    }

    protected override void Left(int rank)
    {
        lock (gate)
            foreach (var node in nodes.Values)
                if (node.Rank == rank) GiveUp(node, $"'{node.Facts.Name}' has ended its work.");
    }

    protected override bool Lost(Exception cause)
    {
        lock (gate)
        {
            lastLoss = cause.Message;
            foreach (var node in nodes.Values) node.Rank = null;
        }
        return true;
    }

    protected override void Closed(Exception? cause)
    {
        lock (gate)
        {
            foreach (var node in nodes.Values) GiveUp(node, $"'{node.Facts.Name}' is out of reach. {cause?.Message ?? "The ensemble has ended."}");
            if (cause is not null) connected.TrySetException(cause);
        }
    }

    private void Meet(int rank, NodeFacts facts)
    {
        if (!nodes.TryGetValue(facts.Name, out var node)) nodes.Add(facts.Name, node = new RankNode(owner, facts));
        else if (node.Rank is not null)
        {
            connected.TrySetException(new ArgumentException(
                $"RankNodes: two nodes with one name. Got '{facts.Name}' from ranks {node.Rank} and {rank}. Expected names that tell nodes apart."));
            return;
        }
        (node.Rank, node.Problem, node.Facts) = (rank, null, facts);
        foreach (var (number, question) in open)
            if (question.Node == node) Put(number, question);
        GiveUpMissing();
    }

    // When every rank of the generation has said which node it is, the others are not there.
    private void GiveUpMissing()
    {
        if (nodes.Values.Count(one => one.Rank is not null) < World.Size - 1) return;
        connected.TrySetResult();
        foreach (var missing in nodes.Values)
            if (missing is { Rank: null, Problem: null }) GiveUp(missing, $"'{missing.Facts.Name}' is lost. {lastLoss}");
    }

    private void Put(long number, Question question)
    {
        if (question.Node.Rank is { } rank) Send(rank, RankMessageKind.Ask, number, question.Samples);
    }

    private void Cancel(long number, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (!open.Remove(number, out var question)) return;
            if (question.Node.Rank is { } rank) Send(rank, RankMessageKind.Cancel, number, default);
            question.Answer.TrySetCanceled(cancellation);
        }
    }

    private void GiveUp(RankNode node, string problem)
    {
        (node.Rank, node.Problem) = (null, node.Problem ?? problem);
        foreach (var (number, question) in open)
        {
            if (question.Node != node) continue;
            open.Remove(number);
            question.Answer.TrySetException(new NodeException(node.Problem));
        }
    }

    private static void Answer(Question question, in RankMessage message)
    {
        if (message.Kind == RankMessageKind.Answer && message.Body.Length % sizeof(double) == 0)
            question.Answer.TrySetResult(MemoryMarshal.Cast<byte, double>(message.Body.Span).ToArray());
        else if (message.Kind == RankMessageKind.Failure)
            question.Answer.TrySetException(new NodeException(Encoding.UTF8.GetString(message.Body.Span)));
        else question.Answer.TrySetException(new NodeException($"'{question.Node.Facts.Name}' sent {message.Kind} instead of an answer."));
    }

    private sealed record Question(RankNode Node, byte[] Samples)
    {
        public TaskCompletionSource<double[]> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
