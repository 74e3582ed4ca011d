using Tutti.Tensors.Kernels.Vector;

namespace Tutti.Tensors.Kernels;

/// <summary>
/// The fast kernels of one register width. What it does not override is computed by the reference kernel: a vector kernel exists only
/// where a benchmark shows that it pays.
/// </summary>
internal sealed partial class VectorKernels<TLanes> : ReferenceKernels<float> where TLanes : unmanaged, ILanes<TLanes>
{
    public override string Name => (TLanes.Count * 32).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
