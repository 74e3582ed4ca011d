using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Autograd;

/// <summary>
/// Records operations. Every operation ends by handing its result and its operands to <see cref="Record(Primitive, Tensor, ReadOnlySpan{Tensor}, object, bool, Tensor[])"/>,
/// also when nothing is recorded: that keeps the operands' memory alive until the kernel is done.
/// </summary>
internal static class Graph
{
    [ThreadStatic]
    private static int pauses;

    internal static bool IsPaused => pauses > 0;

    /// <summary>Stops recording on this thread; returns how many pauses there are now.</summary>
    internal static int Pause() => ++pauses;

    /// <summary>Ends the pause of a number and those inside it, if it has not ended.</summary>
    internal static void Resume(int pause) => pauses = Math.Min(pauses, pause - 1);

    /// <summary>Whether an operation on these tensors will be recorded.</summary>
    internal static bool WillRecord(params ReadOnlySpan<Tensor> inputs)
    {
        if (pauses > 0) return false;
        foreach (var input in inputs)
            if (input.TracksGradient) return true;
        return false;
    }

    /// <summary>Attaches the operation to its result if any input tracks gradients.</summary>
    /// <param name="primitive">What was computed.</param>
    /// <param name="output">The result.</param>
    /// <param name="inputs">The operands, in the order the rule knows them.</param>
    /// <param name="attributes">What else the rule needs.</param>
    /// <param name="keepOutput">Whether the rule reads the result.</param>
    /// <param name="workspace">Tensors that only the rule reads; released after it, or here if nothing is recorded.</param>
    /// <returns>The result.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Tensor Record(Primitive primitive, Tensor output, ReadOnlySpan<Tensor> inputs, object? attributes = null,
        bool keepOutput = false, Tensor[]? workspace = null)
    {
        if (primitive.IsDifferentiable && WillRecord(inputs))
        {
            var node = new GraphNode(primitive, inputs.ToArray(), 1, attributes, workspace);
            if (keepOutput) node.Output = output;
            output.SetNode(node, 0);
        }
        else
        {
            foreach (var tensor in workspace ?? []) tensor.Storage.Release();
        }
        foreach (var input in inputs) GC.KeepAlive(input);
        return output;
    }

    /// <summary>Attaches an operation with several results.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void RecordMany(Primitive primitive, ReadOnlySpan<Tensor> outputs, ReadOnlySpan<Tensor> inputs,
        object? attributes = null, Tensor[]? workspace = null)
    {
        if (primitive.IsDifferentiable && WillRecord(inputs))
        {
            var node = new GraphNode(primitive, inputs.ToArray(), outputs.Length, attributes, workspace) { Output = outputs[0] };
            for (var i = 0; i < outputs.Length; i++) outputs[i].SetNode(node, i);
        }
        else
        {
            foreach (var tensor in workspace ?? []) tensor.Storage.Release();
        }
        foreach (var input in inputs) GC.KeepAlive(input);
    }
}
