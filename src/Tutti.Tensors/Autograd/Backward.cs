using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Autograd;

/// <summary>
/// The walk: collects what the outputs were computed from and calls each operation's rule once, latest first. Since an operation can
/// only read what was there before it, descending sequence numbers are an order in which every upstream gradient is complete.
/// </summary>
internal static class Backward
{
    [ThreadStatic]
    private static List<GraphNode>? nodes;

    [ThreadStatic]
    private static Stack<GraphNode>? pending;

    internal static void Run(ReadOnlySpan<Tensor> outputs, ReadOnlySpan<Tensor?> upstreams, IBackwardObserver? observer = null)
    {
        nodes ??= [];
        pending ??= [];
        if (nodes.Count > 0) throw new InvalidOperationException("Backward: called from within a gradient rule. Expected one pass at a time.");
        try
        {
            using var pause = NoGradient.Begin();
            for (var i = 0; i < outputs.Length; i++)
                if (upstreams[i] is { } upstream) Check(outputs[i], upstream);
            // Copies first: the first seed may already write to a gradient that the second is.
            upstreams = Separate(upstreams);
            for (var i = 0; i < outputs.Length; i++)
                if (upstreams[i] is { } upstream) Seed(outputs[i], upstream);
            Collect();
            nodes.Sort(static (left, right) => right.Sequence.CompareTo(left.Sequence));
            using var leaves = LeafCounts.Begin(observer, outputs, upstreams, nodes);
            foreach (var node in nodes)
            {
                if (node.HasUpstream) node.Primitive.Rule!(node);
                leaves?.CountDown(node);
                node.Consume();
            }
        }
        finally
        {
            // After an error some nodes are still to be walked, or hold gradients that the next pass must not find.
            nodes.AddRange(pending);
            foreach (var node in nodes)
            {
                node.IsReached = false;
                node.DropUpstreams();
            }
            nodes.Clear();
            pending.Clear();
        }
    }

    // All outputs are checked before the first gradient is written.
    private static void Check(Tensor output, Tensor upstream)
    {
        if (upstream.Shape != output.Shape || upstream.ElementType != output.ElementType)
            throw new ArgumentException(
                $"Backward: the upstream gradient does not fit. Got {upstream.ElementType} {upstream.Shape} for {output}. Expected the output's shape and element type.");
        if (!output.TracksGradient)
            throw new InvalidOperationException(
                $"Backward: nothing to differentiate. Got {output}, which tracks no gradient. Expected a result computed from a tensor with RequiresGradient, outside NoGradient.");
        if (output.Node is { IsConsumed: true } node) node.ThrowConsumed();
    }

    // The pass writes to the gradients of leaves while it still reads upstream gradients, which may be such a gradient themselves. Those of
    // leaves are kept or borrowed; of anything else that is, a copy does no harm.
    private static ReadOnlySpan<Tensor?> Separate(ReadOnlySpan<Tensor?> upstreams)
    {
        Tensor?[]? own = null;
        for (var i = 0; i < upstreams.Length; i++)
        {
            if (upstreams[i] is not { } upstream || !(upstream.Storage.IsKept || upstream.Storage.IsBorrowed)) continue;
            own ??= upstreams.ToArray();
            own[i] = Shaping.Copy(upstream, Strides.RowMajor(upstream.Shape));
        }
        return own ?? upstreams;
    }

    private static void Seed(Tensor output, Tensor upstream)
    {
        if (output.Node is not { } node)
        {
            GradientSum.Write(upstream, output.GradientTarget(out var accumulate), accumulate);
            return;
        }
        node.Seed(output.OutputIndex, upstream);
        Reach(node);
    }

    private static void Collect()
    {
        while (pending!.TryPop(out var node))
        {
            nodes!.Add(node);
            foreach (var input in node.Inputs)
            {
                if (input.Node is not { IsReached: false } earlier) continue;
                if (earlier.IsConsumed) earlier.ThrowConsumed();
                Reach(earlier);
            }
        }
    }

    private static void Reach(GraphNode node)
    {
        if (node.IsReached) return;
        node.IsReached = true;
        pending!.Push(node);
    }
}
