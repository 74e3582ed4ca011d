// The formulas of KernelSet.Optimizers.cs; see ParameterPass.cs.
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>RMSprop in registers of one width; the memories are variance and, where kept, mean and momentum.</summary>
internal readonly unsafe struct RmsPropStep<TLanes>(in RmsPropSettings settings) : IParameterStep<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes minusRate = TLanes.Broadcast(-(float)settings.LearningRate);
    private readonly TLanes alpha = TLanes.Broadcast((float)settings.Alpha);
    private readonly TLanes share = TLanes.Broadcast((float)(1 - settings.Alpha));
    private readonly TLanes epsilon = TLanes.Broadcast((float)settings.Epsilon);
    private readonly TLanes momentum = TLanes.Broadcast((float)settings.Momentum);
    private readonly TLanes decay = TLanes.Broadcast((float)settings.WeightDecay);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(float* parameters, float* gradients, float* first, float* second, float* third)
    {
        var parameter = TLanes.Load(parameters);
        var gradient = TLanes.MultiplyAdd(decay, parameter, TLanes.Load(gradients));
        var variance = TLanes.MultiplyAdd(alpha, TLanes.Load(first), share * (gradient * gradient));
        variance.Store(first);
        if (second != null)
        {
            var mean = TLanes.MultiplyAdd(alpha, TLanes.Load(second), share * gradient);
            mean.Store(second);
            variance = TLanes.Max(TLanes.Zero, variance - mean * mean);
        }
        var step = gradient / (TLanes.Sqrt(variance) + epsilon);
        if (third != null)
        {
            step = TLanes.MultiplyAdd(momentum, TLanes.Load(third), step);
            step.Store(third);
        }
        TLanes.MultiplyAdd(minusRate, step, parameter).Store(parameters);
    }
}
