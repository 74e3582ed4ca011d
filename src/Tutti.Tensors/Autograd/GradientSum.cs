using System.Numerics;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Kernels.Reference;
using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Autograd;

/// <summary>target = gradient, or target += gradient, for tensors of the same shape in any memory order.</summary>
internal static class GradientSum
{
    internal static void Write(Tensor gradient, Tensor target, bool accumulate)
    {
        if (accumulate) AddTo(target, gradient);
        else target.CopyFromTensor(gradient);
    }

    internal static void AddTo(Tensor target, Tensor gradient)
    {
        if (target.ElementType == ElementType.Float32) AddTo<float>(target, gradient);
        else AddTo<double>(target, gradient);
        GC.KeepAlive(gradient);
        GC.KeepAlive(target);
    }

    private static void AddTo<T>(Tensor target, Tensor gradient) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (target.IsContiguous && gradient.IsContiguous)
            KernelSelector.For<T>().Add(target.Memory<T>(), gradient.Memory<T>(), target.Memory<T>());
        else if (target.IsContiguous && gradient.Strides.IsDense(gradient.Shape))
        {
            // Copying between memory orders in blocks and then adding costs less than adding across them.
            var addend = Shaping.InRowMajorOrder(gradient);
            AddTo<T>(target, addend);
            addend.Storage.Release();
        }
        else
            StridedAdd.Run<T>(target.Shape, gradient.Memory<T>(), gradient.Strides, target.Memory<T>(), target.Strides);
    }
}
