// The formulas of KernelSet.Optimizers.cs; see ParameterPass.cs. Four loads and three stores a parameter, with AMSGrad five and four.
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Adam in registers of one width; the memories are mean, variance and, for AMSGrad, the largest variance.</summary>
internal readonly unsafe struct AdamStep<TLanes> : IParameterStep<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes beta1, beta2, share1, share2, minusRate, scale, epsilon, shrink, decay;

    internal AdamStep(in AdamSettings settings)
    {
        (beta1, share1) = (TLanes.Broadcast((float)settings.Beta1), TLanes.Broadcast((float)(1 - settings.Beta1)));
        (beta2, share2) = (TLanes.Broadcast((float)settings.Beta2), TLanes.Broadcast((float)(1 - settings.Beta2)));
        minusRate = TLanes.Broadcast(-(float)(settings.LearningRate / settings.BiasCorrection1));
        scale = TLanes.Broadcast((float)(1 / Math.Sqrt(settings.BiasCorrection2)));
        epsilon = TLanes.Broadcast((float)settings.Epsilon);
        shrink = TLanes.Broadcast((float)(settings.IsDecoupled ? 1 - settings.LearningRate * settings.WeightDecay : 1));
        decay = TLanes.Broadcast((float)(settings.IsDecoupled ? 0 : settings.WeightDecay));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(float* parameters, float* gradients, float* first, float* second, float* third)
    {
        var parameter = TLanes.Load(parameters) * shrink;
        var gradient = TLanes.MultiplyAdd(decay, parameter, TLanes.Load(gradients));
        var mean = TLanes.MultiplyAdd(beta1, TLanes.Load(first), share1 * gradient);
        var variance = TLanes.MultiplyAdd(beta2, TLanes.Load(second), share2 * (gradient * gradient));
        mean.Store(first);
        variance.Store(second);
        if (third != null)
        {
            variance = TLanes.Max(TLanes.Load(third), variance);
            variance.Store(third);
        }
        var divisor = TLanes.MultiplyAdd(TLanes.Sqrt(variance), scale, epsilon);
        TLanes.MultiplyAdd(minusRate, mean / divisor, parameter).Store(parameters);
    }
}
