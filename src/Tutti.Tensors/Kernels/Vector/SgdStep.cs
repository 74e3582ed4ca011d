// The formulas of KernelSet.Optimizers.cs; products are added with one rounding, also for the last elements.
// Tolerance against reference: 4 ε of the largest term. Bound by memory: two loads and a store a parameter, or three and two.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/OptimizerBenchmarks.cs.
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Stochastic gradient descent in registers of one width.</summary>
internal readonly unsafe struct SgdStep<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes minusRate, momentum, share, decay;
    private readonly bool isNesterov, isFirstStep;

    private SgdStep(in SgdSettings settings)
    {
        minusRate = TLanes.Broadcast(-(float)settings.LearningRate);
        momentum = TLanes.Broadcast((float)settings.Momentum);
        share = TLanes.Broadcast((float)(1 - settings.Dampening));
        decay = TLanes.Broadcast((float)settings.WeightDecay);
        (isNesterov, isFirstStep) = (settings.IsNesterov, settings.IsFirstStep);
    }

    internal static void Run(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> momentumBuffer, in SgdSettings settings)
    {
        Debug.Assert(gradients.Length == parameters.Length, "SgdStep: not one gradient a parameter.");
        Debug.Assert(momentumBuffer.IsEmpty || momentumBuffer.Length == parameters.Length,
            "SgdStep: the momentum buffer has another length.");
        var step = new SgdStep<TLanes>(settings);
        fixed (float* p = parameters, g = gradients, b = momentumBuffer)
        {
            if (b == null) step.Plain(p, g, parameters.Length);
            else step.WithMomentum(p, g, b, parameters.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Plain(float* p, float* g, int count)
    {
        var i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count) Plain(p + i, g + i);
        var scratch = stackalloc float[2 * TLanes.Count];
        if (i == count) return;
        var rest = count - i;
        Copy(p + i, scratch, rest);
        Copy(g + i, scratch + TLanes.Count, rest);
        Plain(scratch, scratch + TLanes.Count);
        Copy(scratch, p + i, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WithMomentum(float* p, float* g, float* b, int count)
    {
        var i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count) WithMomentum(p + i, g + i, b + i);
        var scratch = stackalloc float[3 * TLanes.Count];
        if (i == count) return;
        var rest = count - i;
        Copy(p + i, scratch, rest);
        Copy(g + i, scratch + TLanes.Count, rest);
        Copy(b + i, scratch + 2 * TLanes.Count, rest);
        WithMomentum(scratch, scratch + TLanes.Count, scratch + 2 * TLanes.Count);
        Copy(scratch, p + i, rest);
        Copy(scratch + 2 * TLanes.Count, b + i, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Plain(float* p, float* g)
    {
        var parameter = TLanes.Load(p);
        var gradient = TLanes.MultiplyAdd(decay, parameter, TLanes.Load(g));
        TLanes.MultiplyAdd(minusRate, gradient, parameter).Store(p);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WithMomentum(float* p, float* g, float* b)
    {
        var parameter = TLanes.Load(p);
        var gradient = TLanes.MultiplyAdd(decay, parameter, TLanes.Load(g));
        var velocity = isFirstStep ? gradient : TLanes.MultiplyAdd(momentum, TLanes.Load(b), share * gradient);
        velocity.Store(b);
        var step = isNesterov ? TLanes.MultiplyAdd(momentum, velocity, gradient) : velocity;
        TLanes.MultiplyAdd(minusRate, step, parameter).Store(p);
    }

    private static void Copy(float* from, float* to, int count)
    {
        for (var i = 0; i < count; i++) to[i] = from[i];
    }
}
