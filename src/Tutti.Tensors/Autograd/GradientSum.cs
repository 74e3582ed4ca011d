using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Autograd;

/// <summary>target = gradient, or target += gradient, for a contiguous target of the same shape.</summary>
internal static class GradientSum
{
    internal static void Write(Tensor gradient, Tensor target, bool accumulate)
    {
        if (!accumulate)
        {
            target.CopyFromTensor(gradient);
            return;
        }
        var addend = gradient.Contiguous();
        if (target.ElementType == ElementType.Float32)
            KernelSelector.For<float>().Add(target.Memory<float>(), addend.Memory<float>(), target.Memory<float>());
        else
            KernelSelector.For<double>().Add(target.Memory<double>(), addend.Memory<double>(), target.Memory<double>());
        GC.KeepAlive(addend);
        GC.KeepAlive(target);
        if (!ReferenceEquals(addend, gradient)) addend.Storage.Release();
    }
}
