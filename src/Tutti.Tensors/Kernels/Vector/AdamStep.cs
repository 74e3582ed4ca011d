// The formulas of KernelSet.Optimizers.cs; products are added with one rounding, also for the last elements.
// Tolerance against reference: 8 ε of the largest term. Bound by memory and the division: four loads and three stores a parameter.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/ElementwiseBenchmarks.cs.
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Adam in registers of one width.</summary>
internal readonly unsafe struct AdamStep<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes beta1, beta2, share1, share2, minusRate, scale, epsilon, shrink, decay;

    private AdamStep(in AdamSettings settings)
    {
        (beta1, share1) = (TLanes.Broadcast((float)settings.Beta1), TLanes.Broadcast((float)(1 - settings.Beta1)));
        (beta2, share2) = (TLanes.Broadcast((float)settings.Beta2), TLanes.Broadcast((float)(1 - settings.Beta2)));
        minusRate = TLanes.Broadcast(-(float)(settings.LearningRate / settings.BiasCorrection1));
        scale = TLanes.Broadcast((float)(1 / Math.Sqrt(settings.BiasCorrection2)));
        epsilon = TLanes.Broadcast((float)settings.Epsilon);
        shrink = TLanes.Broadcast((float)(settings.IsDecoupled ? 1 - settings.LearningRate * settings.WeightDecay : 1));
        decay = TLanes.Broadcast((float)(settings.IsDecoupled ? 0 : settings.WeightDecay));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(
        Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> mean, Span<float> variance, in AdamSettings settings)
    {
        Debug.Assert(gradients.Length == parameters.Length && mean.Length == parameters.Length && variance.Length == parameters.Length,
            "AdamStep: the spans differ in length.");
        var step = new AdamStep<TLanes>(settings);
        var count = parameters.Length;
        fixed (float* p = parameters, g = gradients, m = mean, v = variance)
        {
            var i = 0;
            for (; i <= count - TLanes.Count; i += TLanes.Count) step.Apply(p + i, g + i, m + i, v + i);
            if (i == count) return;
            var scratch = stackalloc float[4 * TLanes.Count];
            var rest = count - i;
            Copy(p + i, scratch, rest);
            Copy(g + i, scratch + TLanes.Count, rest);
            Copy(m + i, scratch + 2 * TLanes.Count, rest);
            Copy(v + i, scratch + 3 * TLanes.Count, rest);
            step.Apply(scratch, scratch + TLanes.Count, scratch + 2 * TLanes.Count, scratch + 3 * TLanes.Count);
            Copy(scratch, p + i, rest);
            Copy(scratch + 2 * TLanes.Count, m + i, rest);
            Copy(scratch + 3 * TLanes.Count, v + i, rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Apply(float* p, float* g, float* m, float* v)
    {
        var parameter = TLanes.Load(p) * shrink;
        var gradient = TLanes.MultiplyAdd(decay, parameter, TLanes.Load(g));
        var mean = TLanes.MultiplyAdd(beta1, TLanes.Load(m), share1 * gradient);
        var variance = TLanes.MultiplyAdd(beta2, TLanes.Load(v), share2 * (gradient * gradient));
        mean.Store(m);
        variance.Store(v);
        var divisor = TLanes.MultiplyAdd(TLanes.Sqrt(variance), scale, epsilon);
        TLanes.MultiplyAdd(minusRate, mean / divisor, parameter).Store(p);
    }

    private static void Copy(float* from, float* to, int count)
    {
        for (var i = 0; i < count; i++) to[i] = from[i];
    }
}
