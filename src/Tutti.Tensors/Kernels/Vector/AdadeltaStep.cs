// The formulas of KernelSet.Optimizers.cs; see ParameterPass.cs.
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Adadelta in registers of one width; the memories are the running means of squared gradients and of squared updates.</summary>
internal readonly unsafe struct AdadeltaStep<TLanes>(in AdadeltaSettings settings) : IParameterStep<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes minusRate = TLanes.Broadcast(-(float)settings.LearningRate);
    private readonly TLanes rho = TLanes.Broadcast((float)settings.Rho);
    private readonly TLanes share = TLanes.Broadcast((float)(1 - settings.Rho));
    private readonly TLanes epsilon = TLanes.Broadcast((float)settings.Epsilon);
    private readonly TLanes decay = TLanes.Broadcast((float)settings.WeightDecay);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(float* parameters, float* gradients, float* first, float* second, float* third)
    {
        var parameter = TLanes.Load(parameters);
        var gradient = TLanes.MultiplyAdd(decay, parameter, TLanes.Load(gradients));
        var variance = TLanes.MultiplyAdd(rho, TLanes.Load(first), share * (gradient * gradient));
        variance.Store(first);
        var updates = TLanes.Load(second);
        var step = TLanes.Sqrt(updates + epsilon) / TLanes.Sqrt(variance + epsilon) * gradient;
        TLanes.MultiplyAdd(rho, updates, share * (step * step)).Store(second);
        TLanes.MultiplyAdd(minusRate, step, parameter).Store(parameters);
    }
}
