// result[i] = f(operands[i]), each element alone: the bits of an element do not depend on where in the span it lies.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/ElementwiseBenchmarks.cs.
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>A function of one number, computed in all lanes at once.</summary>
internal interface IUnaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    TLanes Apply(TLanes value);
}

/// <summary>A function of two numbers, computed in all lanes at once.</summary>
internal interface IBinaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    TLanes Apply(TLanes left, TLanes right);
}

/// <summary>
/// Applies a function to whole spans. The last elements, fewer than a register holds, pass through a register too, so that they get the
/// same bits. The result may be one of the operands.
/// </summary>
internal static unsafe class Elementwise<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Map<TFunction>(TFunction function, ReadOnlySpan<float> values, Span<float> result)
        where TFunction : struct, IUnaryFunction<TLanes>
    {
        Debug.Assert(values.Length >= result.Length, "Elementwise: the operand is shorter than the result.");
        fixed (float* source = values, target = result)
        {
            var i = 0;
            for (; i <= result.Length - TLanes.Count; i += TLanes.Count) function.Apply(TLanes.Load(source + i)).Store(target + i);
            var rest = result.Length - i;
            if (rest == 0) return;
            var scratch = stackalloc float[TLanes.Count];
            for (var lane = 0; lane < rest; lane++) scratch[lane] = source[i + lane];
            function.Apply(TLanes.Load(scratch)).Store(scratch);
            for (var lane = 0; lane < rest; lane++) target[i + lane] = scratch[lane];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Map<TFunction>(TFunction function, ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> result)
        where TFunction : struct, IBinaryFunction<TLanes>
    {
        Debug.Assert(left.Length >= result.Length && right.Length >= result.Length, "Elementwise: an operand is shorter than the result.");
        fixed (float* a = left, b = right, target = result)
        {
            var i = 0;
            for (; i <= result.Length - TLanes.Count; i += TLanes.Count)
                function.Apply(TLanes.Load(a + i), TLanes.Load(b + i)).Store(target + i);
            var rest = result.Length - i;
            if (rest == 0) return;
            var scratch = stackalloc float[2 * TLanes.Count];
            for (var lane = 0; lane < rest; lane++)
            {
                scratch[lane] = a[i + lane];
                scratch[TLanes.Count + lane] = b[i + lane];
            }
            function.Apply(TLanes.Load(scratch), TLanes.Load(scratch + TLanes.Count)).Store(scratch);
            for (var lane = 0; lane < rest; lane++) target[i + lane] = scratch[lane];
        }
    }
}
