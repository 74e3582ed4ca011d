// The formulas of KernelSet.Optimizers.cs. The update r is computed twice rather than kept: reading three spans again costs less than a
// span more. Accumulation of the norms: within blocks of 1,024 elements one partial sum a lane, then the lanes pairwise; the blocks in
// double, in order; what does not fill a register at the end by the reference. Tolerance against reference: 8 ε of the largest term.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/OptimizerBenchmarks.cs.
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>LAMB in registers of one width.</summary>
internal readonly unsafe struct LambStep<TLanes>(in LambSettings settings) where TLanes : unmanaged, ILanes<TLanes>
{
    private const int Block = 1024;

    private readonly TLanes beta1 = TLanes.Broadcast((float)settings.Beta1), share1 = TLanes.Broadcast((float)(1 - settings.Beta1));
    private readonly TLanes beta2 = TLanes.Broadcast((float)settings.Beta2), share2 = TLanes.Broadcast((float)(1 - settings.Beta2));
    private readonly TLanes first = TLanes.Broadcast((float)(1 / settings.BiasCorrection1));
    private readonly TLanes second = TLanes.Broadcast((float)(1 / Math.Sqrt(settings.BiasCorrection2)));
    private readonly TLanes epsilon = TLanes.Broadcast((float)settings.Epsilon), decay = TLanes.Broadcast((float)settings.WeightDecay);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static (double Parameters, double Updates) Moments(ReadOnlySpan<float> parameters, ReadOnlySpan<float> gradients,
        Span<float> mean, Span<float> variance, in LambSettings settings)
    {
        Debug.Assert(gradients.Length == parameters.Length && mean.Length == parameters.Length && variance.Length == parameters.Length,
            "LambMoments: the spans differ in length.");
        var step = new LambStep<TLanes>(settings);
        double parameterSquares = 0, updateSquares = 0;
        var whole = parameters.Length / TLanes.Count * TLanes.Count;
        fixed (float* p = parameters, g = gradients, m = mean, v = variance)
        {
            for (var start = 0; start < whole; start += Block)
            {
                TLanes lengths = TLanes.Zero, updates = TLanes.Zero;
                for (var i = start; i < Math.Min(start + Block, whole); i += TLanes.Count)
                {
                    var gradient = TLanes.Load(g + i);
                    var newMean = TLanes.MultiplyAdd(step.beta1, TLanes.Load(m + i), step.share1 * gradient);
                    var newVariance = TLanes.MultiplyAdd(step.beta2, TLanes.Load(v + i), step.share2 * (gradient * gradient));
                    newMean.Store(m + i);
                    newVariance.Store(v + i);
                    var parameter = TLanes.Load(p + i);
                    var update = step.Update(parameter, newMean, newVariance);
                    lengths = TLanes.MultiplyAdd(parameter, parameter, lengths);
                    updates = TLanes.MultiplyAdd(update, update, updates);
                }
                parameterSquares += TLanes.Sum(lengths);
                updateSquares += TLanes.Sum(updates);
            }
        }
        var rest = Reference.Lamb.Moments(parameters[whole..], gradients[whole..], mean[whole..], variance[whole..], settings);
        return (parameterSquares + rest.Parameters, updateSquares + rest.Updates);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(
        Span<float> parameters, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, double factor, in LambSettings settings)
    {
        Debug.Assert(mean.Length == parameters.Length && variance.Length == parameters.Length, "LambStep: the spans differ in length.");
        var step = new LambStep<TLanes>(settings);
        var minusFactor = TLanes.Broadcast(-(float)factor);
        var whole = parameters.Length / TLanes.Count * TLanes.Count;
        fixed (float* p = parameters, m = mean, v = variance)
        {
            for (var i = 0; i < whole; i += TLanes.Count)
            {
                var parameter = TLanes.Load(p + i);
                var update = step.Update(parameter, TLanes.Load(m + i), TLanes.Load(v + i));
                TLanes.MultiplyAdd(minusFactor, update, parameter).Store(p + i);
            }
        }
        Reference.Lamb.Step(parameters[whole..], mean[whole..], variance[whole..], factor, settings);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TLanes Update(TLanes parameter, TLanes mean, TLanes variance)
    {
        var divisor = TLanes.MultiplyAdd(TLanes.Sqrt(variance), second, epsilon);
        return TLanes.MultiplyAdd(decay, parameter, first * mean / divisor);
    }
}
