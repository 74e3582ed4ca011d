using System.Numerics;

namespace Tutti.Tensors.Kernels;

/// <summary>
/// One implementation of every kernel for one element type. Spans in, span out, explicit sizes and strides; no allocation of tensors,
/// no threads (work is split across cores one level up, in Operations). The members stand in one partial file a family.
/// </summary>
internal abstract partial class KernelSet<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>How <c>TUTTI_KERNELS</c> names the set: reference, 128, 256 or 512.</summary>
    public abstract string Name { get; }
}
