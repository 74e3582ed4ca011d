using System.Numerics;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>What is computed for each element alone.</summary>
internal interface IElementKernel<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Computes a stretch of the result that begins at an element, and of a second result unless that is empty.</summary>
    void Run(KernelSet<T> kernels, ReadOnlySpan<T> values, Span<T> result, Span<T> more, int start);
}

/// <summary>Functions that cost several nanoseconds an element, on the calling thread's <see cref="ComputeThreads"/>.</summary>
internal static class ElementRanges
{
    /// <summary>Stretches begin at multiples of this: a multiple of a cache line, and of a group of the dropper.</summary>
    private const int Unit = 1024;

    private const int UnitsPerThread = 16;

    internal static void Run<T, TKernel>(ReadOnlySpan<T> values, Span<T> result, Span<T> more, TKernel kernel)
        where T : unmanaged, IFloatingPointIeee754<T> where TKernel : struct, IElementKernel<T> =>
        ParallelRange.Run((result.Length + Unit - 1) / Unit, UnitsPerThread,
            new Body<T, TKernel> { Values = values, Result = result, More = more, Kernel = kernel });

    private ref struct Body<T, TKernel> : IRangeBody
        where T : unmanaged, IFloatingPointIeee754<T> where TKernel : struct, IElementKernel<T>
    {
        public ReadOnlySpan<T> Values;
        public Span<T> Result, More;
        public TKernel Kernel;

        public readonly void Run(int start, int end)
        {
            var first = start * Unit;
            var count = Math.Min(end * Unit, Result.Length) - first;
            Kernel.Run(KernelSelector.For<T>(), Values.Slice(first, count), Result.Slice(first, count),
                More.IsEmpty ? default : More.Slice(first, count), first);
        }
    }
}
