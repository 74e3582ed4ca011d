using System.Numerics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Random;

namespace Tutti.Tensors.Operations;

/// <summary>Dropout. Nothing but the stream is kept for the gradient: it draws the same mask again.</summary>
internal static class Dropping
{
    internal static Tensor Run(Tensor input, double probability, in CounterRandom stream, bool isTraining)
    {
        var name = Primitives.Dropout.Name;
        Operand.CheckFloatingPoint(name, input);
        Dropper.Check(name, probability);
        if (!isTraining || probability == 0) return input;
        var attributes = new DropoutAttributes(new Dropper(probability, stream));
        var source = Shaping.InRowMajorOrder(input);
        var result = Tensor.Allocate(input.Shape, input.ElementType);
        Apply(attributes, source, result);
        return Graph.Record(Primitives.Dropout, result, [input], attributes);
    }

    /// <summary>Both row-major; they may be one.</summary>
    internal static void Apply(DropoutAttributes attributes, Tensor source, Tensor result)
    {
        if (source.ElementType == ElementType.Float32)
            ElementRanges.Run(source.Memory<float>(), result.Memory<float>(), default, new Kernel<float>(attributes.Dropper));
        else
            ElementRanges.Run(source.Memory<double>(), result.Memory<double>(), default, new Kernel<double>(attributes.Dropper));
        GC.KeepAlive(source);
        GC.KeepAlive(result);
    }

    private readonly struct Kernel<T>(Dropper dropper) : IElementKernel<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(KernelSet<T> kernels, ReadOnlySpan<T> values, Span<T> result, Span<T> more, int start) =>
            kernels.Drop(values, dropper, (ulong)start, result);
    }
}

/// <summary>What the gradient of dropout needs.</summary>
internal sealed record DropoutAttributes(Dropper Dropper);
