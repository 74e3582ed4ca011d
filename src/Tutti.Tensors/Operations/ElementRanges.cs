using System.Numerics;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>What is computed for each element alone.</summary>
internal interface IElementKernel<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Computes a stretch of the result that begins at an element; the right operand may be empty.</summary>
    void Run(KernelSet<T> kernels, ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result, int start);
}

/// <summary>Functions that cost several nanoseconds an element, on the calling thread's <see cref="ComputeThreads"/>.</summary>
internal static class ElementRanges
{
    /// <summary>Stretches begin at multiples of this: a cache line, and a group of the dropper.</summary>
    private const int Unit = 1024;

    private const int UnitsPerThread = 16;

    internal static void Run<T, TKernel>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result, TKernel kernel)
        where T : unmanaged, IFloatingPointIeee754<T> where TKernel : struct, IElementKernel<T> =>
        ParallelRange.Run((result.Length + Unit - 1) / Unit, UnitsPerThread, new Body<T, TKernel> { Left = left, Right = right, Result = result, Kernel = kernel });

    private ref struct Body<T, TKernel> : IRangeBody
        where T : unmanaged, IFloatingPointIeee754<T> where TKernel : struct, IElementKernel<T>
    {
        public ReadOnlySpan<T> Left, Right;
        public Span<T> Result;
        public TKernel Kernel;

        public readonly void Run(int start, int end)
        {
            var (first, count) = (start * Unit, Math.Min(end * Unit, Result.Length) - start * Unit);
            Kernel.Run(KernelSelector.For<T>(), Left.Slice(first, count), Right.IsEmpty ? default : Right.Slice(first, count),
                Result.Slice(first, count), first);
        }
    }
}
