namespace Tutti.Tensors.Autograd;

/// <summary>
/// How often the rest of a backward pass may still write each leaf's gradient, so that its observer hears when that is final. One for each
/// thread, used again by every pass; nothing of it runs for a pass without an observer.
/// </summary>
internal sealed class LeafCounts : IDisposable
{
    [ThreadStatic]
    private static LeafCounts? own;

    private readonly Dictionary<Tensor, int> counts = new(ReferenceEqualityComparer.Instance);
    private IBackwardObserver observer = null!;

    /// <summary>Counts the leaves that the nodes read, and tells the observer which they are; null without an observer.</summary>
    internal static LeafCounts? Begin(
        IBackwardObserver? observer, ReadOnlySpan<Tensor> outputs, ReadOnlySpan<Tensor?> upstreams, List<GraphNode> nodes)
    {
        if (observer is null) return null;
        own ??= new LeafCounts();
        own.observer = observer;
        own.Count(outputs, upstreams, nodes);
        return own;
    }

    /// <summary>The node's rule has run: what it alone had left to write is final.</summary>
    internal void CountDown(GraphNode node)
    {
        foreach (var input in node.Inputs)
        {
            if (!IsLeaf(input)) continue;
            var left = counts[input] - 1;
            counts[input] = left;
            if (left == 0) observer.Complete(input);
        }
    }

    public void Dispose()
    {
        counts.Clear();
        observer = null!;
    }

    private void Count(ReadOnlySpan<Tensor> outputs, ReadOnlySpan<Tensor?> upstreams, List<GraphNode> nodes)
    {
        // A leaf that is itself an output has its gradient from the start; it may get more.
        for (var i = 0; i < outputs.Length; i++)
            if (upstreams[i] is not null && IsLeaf(outputs[i])) counts.TryAdd(outputs[i], 0);
        foreach (var node in nodes)
            foreach (var input in node.Inputs)
                if (IsLeaf(input)) counts[input] = counts.GetValueOrDefault(input) + 1;
        observer.Begin(counts.Keys);
        for (var i = 0; i < outputs.Length; i++)
            if (upstreams[i] is not null && counts.TryGetValue(outputs[i], out var uses) && uses == 0) observer.Complete(outputs[i]);
    }

    private static bool IsLeaf(Tensor tensor) => tensor.Node is null && tensor.RequiresGradient;
}
