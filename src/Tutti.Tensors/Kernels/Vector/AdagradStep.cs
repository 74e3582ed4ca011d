// The formulas of KernelSet.Optimizers.cs; see ParameterPass.cs.
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Adagrad in registers of one width; the memory is the sum of squares.</summary>
internal readonly unsafe struct AdagradStep<TLanes>(in AdagradSettings settings) : IParameterStep<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes minusRate = TLanes.Broadcast(-(float)settings.LearningRate);
    private readonly TLanes epsilon = TLanes.Broadcast((float)settings.Epsilon);
    private readonly TLanes decay = TLanes.Broadcast((float)settings.WeightDecay);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(float* parameters, float* gradients, float* first, float* second, float* third)
    {
        var parameter = TLanes.Load(parameters);
        var gradient = TLanes.MultiplyAdd(decay, parameter, TLanes.Load(gradients));
        var sum = TLanes.MultiplyAdd(gradient, gradient, TLanes.Load(first));
        sum.Store(first);
        TLanes.MultiplyAdd(minusRate, gradient / (TLanes.Sqrt(sum) + epsilon), parameter).Store(parameters);
    }
}
