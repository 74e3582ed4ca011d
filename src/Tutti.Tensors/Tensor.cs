using System.Diagnostics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Storage;

namespace Tutti.Tensors;

/// <summary>
/// Numbers in a box of up to eight dimensions, with the operations on them and, where asked for, their gradients. Operations on tensors
/// that track gradients record themselves; <see cref="Backward()"/> walks that record once, from the last to the first.
/// Memory is native, aligned, pooled, and comes back by itself: no tensor needs to be disposed (see <see cref="TensorScope"/>).
/// Not thread-safe: a tensor belongs to one thread at a time.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class Tensor
{
    private Tensor? gradient;
    private bool hasGradient;
    private bool requiresGradient;

    internal Tensor(TensorStorage storage, Shape shape, Strides strides, int offset, ElementType elementType)
    {
        Storage = storage;
        Shape = shape;
        Strides = strides;
        Offset = offset;
        ElementType = elementType;
    }

    /// <summary>The sizes of the dimensions.</summary>
    public Shape Shape { get; }

    /// <summary>The type of the elements.</summary>
    public ElementType ElementType { get; }

    /// <summary>The number of elements.</summary>
    public int ElementCount => Shape.ElementCount;

    /// <summary>Whether the elements lie in memory in row-major order without holes; only then <see cref="AsSpan{T}"/> works.</summary>
    public bool IsContiguous => ElementCount == 0 || Strides.AgreesWith(Strides.RowMajor(Shape), Shape);

    /// <summary>
    /// Whether <see cref="Backward()"/> leaves a <see cref="Gradient"/> here. Set it on tensors that no operation made: parameters, inputs.
    /// </summary>
    /// <exception cref="InvalidOperationException">Set on the result of a recorded operation, or on whole numbers.</exception>
    public bool RequiresGradient
    {
        get => requiresGradient;
        set
        {
            if (value && Node is not null)
                throw new InvalidOperationException(
                    $"RequiresGradient: the tensor is the result of {Node.Primitive.Name}. Got {this}. Expected a tensor that no operation made. Call Detach() first.");
            if (value && !ElementType.IsFloatingPoint())
                throw new InvalidOperationException(
                    $"RequiresGradient: whole numbers have no gradient. Got {this}. Expected Float32 or Float64.");
            requiresGradient = value;
        }
    }

    /// <summary>Whether operations on this tensor are recorded: it requires a gradient, or was computed from one that does.</summary>
    public bool TracksGradient => requiresGradient || Node is not null;

    /// <summary>
    /// What backward passes have added up here since <see cref="ClearGradient"/>: same shape and element type, contiguous; null if none
    /// reached this tensor. The tensor is reused: its content changes with the next backward pass.
    /// </summary>
    public Tensor? Gradient => hasGradient ? gradient : null;

    /// <summary>
    /// The gradient, or zeros if no backward pass reached this tensor since <see cref="ClearGradient"/>; later passes add to it.
    /// </summary>
    /// <returns>The tensor that <see cref="Gradient"/> gives from now on.</returns>
    public Tensor GradientOrZeros()
    {
        var target = GradientTarget(out var isPresent);
        if (!isPresent) target.Bytes().Clear();
        return target;
    }

    internal TensorStorage Storage { get; }

    internal Strides Strides { get; }

    internal int Offset { get; }

    /// <summary>The recorded operation that made this tensor.</summary>
    internal GraphNode? Node { get; private set; }

    /// <summary>Which of the operation's outputs this is.</summary>
    internal int OutputIndex { get; private set; }

    /// <summary>Forgets the gradient; its memory is kept for the next one.</summary>
    public void ClearGradient() => hasGradient = false;

    /// <summary>
    /// From now on computes the gradient straight into memory of somebody else, so that a transport need not copy it. What lies there is
    /// the gradient until <see cref="ClearGradient"/>.
    /// </summary>
    /// <param name="memory">As many elements as the tensor; it must stay alive until bound elsewhere.</param>
    /// <exception cref="ArgumentException">The length differs, or the tensor is not Float32.</exception>
    public void BindGradient(Memory<float> memory)
    {
        if (ElementType != ElementType.Float32 || memory.Length != ElementCount)
            throw new ArgumentException(
                $"BindGradient: the memory does not fit. Got {memory.Length} floats for {this}. Expected {ElementCount} of {ElementType}.");
        gradient = Borrow(memory, Shape).Keep();
        hasGradient = true;
    }

    /// <summary>
    /// Forgets the gradient and gives its memory back at once, or lets go of what it is bound to; the next backward pass takes new memory. A
    /// tensor that <see cref="Gradient"/> has given must not be used any more, if it is not bound: access then throws.
    /// </summary>
    public void ReleaseGradient()
    {
        gradient?.Storage.Release();
        (gradient, hasGradient) = (null, false);
    }

    /// <summary>
    /// Lets the tensor's memory outlive every open <see cref="TensorScope"/>; it then lives as long as somebody can reach it.
    /// </summary>
    /// <returns>This tensor.</returns>
    public Tensor Keep()
    {
        Storage.Keep();
        return this;
    }

    /// <summary>Element type, shape, and that it tracks gradients, if so; no content.</summary>
    /// <returns>For instance <c>Float32 [64, 10]</c>.</returns>
    public override string ToString() =>
        $"{ElementType} {Shape}{(Node is not null ? $" from {Node.Primitive.Name}" : requiresGradient ? " with gradient" : "")}";

    internal void SetNode(GraphNode node, int outputIndex)
    {
        Node = node;
        OutputIndex = outputIndex;
    }

    /// <summary>
    /// Where a backward pass writes this leaf's gradient, and whether it must add to what is there already.
    /// </summary>
    internal Tensor GradientTarget(out bool accumulate)
    {
        gradient ??= Allocate(Shape, ElementType).Keep();
        accumulate = hasGradient;
        hasGradient = true;
        return gradient;
    }
}
