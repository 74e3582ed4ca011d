// One pass over parameters, gradients and up to three memories of an optimizer, each element alone: the bits of a parameter do not depend
// on where in the span it lies. The last elements, fewer than a register holds, pass through a register too. Products are added with one
// rounding. Bound by memory and by division and root. Tolerance against reference: 8 ε of the largest term.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/OptimizerBenchmarks.cs.
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>How an optimizer changes as many parameters as a register holds.</summary>
internal unsafe interface IParameterStep<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Reads gradients, changes parameters and memories; a memory that is not kept is null.</summary>
    void Apply(float* parameters, float* gradients, float* first, float* second, float* third);
}

/// <summary>Applies a step to whole spans.</summary>
internal static unsafe class ParameterPass<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<TStep>(TStep step, Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> first,
        Span<float> second, Span<float> third) where TStep : struct, IParameterStep<TLanes>
    {
        var count = parameters.Length;
        Debug.Assert(gradients.Length == count && Fits(first, count) && Fits(second, count) && Fits(third, count),
            "ParameterPass: the spans differ in length.");
        fixed (float* p = parameters, g = gradients, a = first, b = second, c = third)
        {
            var i = 0;
            for (; i <= count - TLanes.Count; i += TLanes.Count) step.Apply(p + i, g + i, At(a, i), At(b, i), At(c, i));
            var rest = count - i;
            if (rest == 0) return;
            var scratch = stackalloc float[5 * TLanes.Count];
            float* p1 = scratch, g1 = p1 + TLanes.Count, a1 = g1 + TLanes.Count, b1 = a1 + TLanes.Count, c1 = b1 + TLanes.Count;
            Copy(p + i, p1, rest);
            Copy(g + i, g1, rest);
            Copy(At(a, i), a1, rest);
            Copy(At(b, i), b1, rest);
            Copy(At(c, i), c1, rest);
            step.Apply(p1, g1, a == null ? null : a1, b == null ? null : b1, c == null ? null : c1);
            Copy(p1, p + i, rest);
            Copy(a1, At(a, i), rest);
            Copy(b1, At(b, i), rest);
            Copy(c1, At(c, i), rest);
        }
    }

    private static bool Fits(Span<float> memory, int count) => memory.IsEmpty || memory.Length == count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* At(float* memory, int index) => memory == null ? null : memory + index;

    private static void Copy(float* from, float* to, int count)
    {
        if (from == null || to == null) return;
        for (var i = 0; i < count; i++) to[i] = from[i];
    }
}
