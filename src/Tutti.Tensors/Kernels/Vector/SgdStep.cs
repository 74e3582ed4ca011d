// The formulas of KernelSet.Optimizers.cs; see ParameterPass.cs. Two loads and a store a parameter, with momentum three and two.
// Tolerance against reference: 4 ε of the largest term.
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Stochastic gradient descent in registers of one width; the memory is, where kept, the momentum buffer.</summary>
internal readonly unsafe struct SgdStep<TLanes>(in SgdSettings settings) : IParameterStep<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes minusRate = TLanes.Broadcast(-(float)settings.LearningRate);
    private readonly TLanes momentum = TLanes.Broadcast((float)settings.Momentum);
    private readonly TLanes share = TLanes.Broadcast((float)(1 - settings.Dampening));
    private readonly TLanes decay = TLanes.Broadcast((float)settings.WeightDecay);
    private readonly bool isNesterov = settings.IsNesterov, isFirstStep = settings.IsFirstStep;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(float* parameters, float* gradients, float* first, float* second, float* third)
    {
        var parameter = TLanes.Load(parameters);
        var gradient = TLanes.MultiplyAdd(decay, parameter, TLanes.Load(gradients));
        var step = gradient;
        if (first != null)
        {
            var velocity = isFirstStep ? gradient : TLanes.MultiplyAdd(momentum, TLanes.Load(first), share * gradient);
            velocity.Store(first);
            step = isNesterov ? TLanes.MultiplyAdd(momentum, velocity, gradient) : velocity;
        }
        TLanes.MultiplyAdd(minusRate, step, parameter).Store(parameters);
    }
}
