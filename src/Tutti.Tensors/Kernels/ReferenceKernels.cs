using System.Numerics;

namespace Tutti.Tensors.Kernels;

/// <summary>The specification: plain loops from <c>Kernels/Reference</c>, for <c>float</c> and <c>double</c>.</summary>
internal partial class ReferenceKernels<T> : KernelSet<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "reference";
}
