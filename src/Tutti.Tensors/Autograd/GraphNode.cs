using System.Diagnostics.CodeAnalysis;
using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Autograd;

/// <summary>
/// One recorded operation: what it was, what it read, and what its gradient rule needs to know again. Lives as long as a tensor
/// computed from it; a backward pass uses it once.
/// </summary>
internal sealed class GraphNode
{
    [ThreadStatic]
    private static long lastSequence;

    private readonly Tensor?[] upstreams;
    private Tensor[] inputs;
    private Tensor[]? workspace;

    internal GraphNode(Primitive primitive, Tensor[] inputs, int outputCount, object? attributes, Tensor[]? workspace)
    {
        Primitive = primitive;
        this.inputs = inputs;
        this.workspace = workspace;
        upstreams = new Tensor?[outputCount];
        Attributes = attributes;
        foreach (var input in inputs)
            if (input.Node is { } earlier) lastSequence = Math.Max(lastSequence, earlier.Sequence);
        Sequence = ++lastSequence;
    }

    internal Primitive Primitive { get; }

    /// <summary>
    /// Greater than that of every operation this one depends on, also where a graph begun on one thread goes on on another, as after an await.
    /// </summary>
    internal long Sequence { get; }

    internal object? Attributes { get; }

    internal ReadOnlySpan<Tensor> Inputs => inputs;

    /// <summary>The first output: what many rules need. Only set where the rule asked for it when the operation was recorded.</summary>
    internal Tensor? Output { get; set; }

    /// <summary>Set when a backward pass has gone through; what it needed is released.</summary>
    internal bool IsConsumed { get; private set; }

    /// <summary>Mark of the walk.</summary>
    internal bool IsReached { get; set; }

    /// <summary>Tensors that only the operation and its rule know; released after the rule.</summary>
    internal ReadOnlySpan<Tensor> Workspace => workspace;

    /// <summary>The gradient of the only, or first, output.</summary>
    internal Tensor Upstream => upstreams[0]!;

    /// <summary>The gradient of an output, or null if none arrived there.</summary>
    internal Tensor? UpstreamOf(int output) => upstreams[output];

    internal bool HasUpstream => Array.Exists(upstreams, upstream => upstream is not null);

    internal bool Needs(int input) => inputs[input].TracksGradient;

    /// <summary>
    /// Where the rule shall write the gradient of an input, row-major, and whether it must add to what is there.
    /// </summary>
    internal Tensor Target(int input, out bool accumulate)
    {
        var tensor = inputs[input];
        if (tensor.Node is not { } node) return tensor.GradientTarget(out accumulate);
        return node.ExclusiveUpstream(tensor.OutputIndex, tensor, out accumulate);
    }

    /// <summary>
    /// Hands over the gradient of an input as a tensor: one that the rule made and gives away, or the upstream gradient or a view of it.
    /// </summary>
    internal void Give(int input, Tensor gradient)
    {
        var tensor = inputs[input];
        if (tensor.Node is { } node && node.upstreams[tensor.OutputIndex] is null)
        {
            gradient.Storage.BeginUse();
            node.upstreams[tensor.OutputIndex] = gradient;
            return;
        }
        gradient.Storage.BeginUse();
        var target = Target(input, out var accumulate);
        GradientSum.Write(gradient, target, accumulate);
        gradient.Storage.EndUse();
    }

    /// <summary>
    /// The upstream gradient in a dense memory order, and memory of that order for the gradient of an input, which the rule then gives
    /// away. It is the upstream's own memory where nobody else reads that: gradients of elementwise operations need no more than one pass.
    /// </summary>
    internal Tensor UpstreamInOrder(Strides order, out Tensor writable)
    {
        var upstream = Shaping.InOrder(Upstream, order);
        var isMine = !ReferenceEquals(upstream, Upstream) || upstream.Storage.UseCount == 1;
        writable = isMine ? upstream : Tensor.Allocate(upstream.Shape, order, upstream.ElementType);
        return upstream;
    }

    /// <summary>A gradient from outside the pass; it must not be released when the pass is done with it.</summary>
    internal void Seed(int output, Tensor gradient)
    {
        gradient.Storage.BeginUse();
        if (upstreams[output] is null)
        {
            gradient.Storage.BeginUse();
            upstreams[output] = gradient;
            return;
        }
        GradientSum.Write(gradient, ExclusiveUpstream(output, gradient, out _), accumulate: true);
    }

    /// <summary>Lets go of everything the rule needed.</summary>
    internal void Consume()
    {
        IsConsumed = true;
        DropUpstreams();
        foreach (var tensor in workspace ?? []) tensor.Storage.Release();
        workspace = null;
        Output = null;
        inputs = [];
    }

    /// <summary>Lets go of the gradients that have arrived.</summary>
    internal void DropUpstreams()
    {
        foreach (ref var upstream in upstreams.AsSpan())
        {
            upstream?.Storage.EndUse();
            upstream = null;
        }
    }

    [DoesNotReturn]
    internal void ThrowConsumed() => throw new InvalidOperationException(
        $"Backward: the graph was used already. Got a second pass through {Primitive.Name}. Expected one pass for each forward computation. " +
        "Compute the loss again, or add the losses and call Backward once.");

    // The upstream gradient as a tensor that nobody else reads, so that it can be added to.
    private Tensor ExclusiveUpstream(int output, Tensor like, out bool accumulate)
    {
        var present = upstreams[output];
        accumulate = present is not null;
        if (present is { IsContiguous: true } && present.Storage.UseCount == 1) return present;
        var target = Tensor.Allocate(like.Shape, like.ElementType);
        target.Storage.BeginUse();
        if (present is not null)
        {
            target.CopyFromTensor(present);
            present.Storage.EndUse();
        }
        return upstreams[output] = target;
    }
}
