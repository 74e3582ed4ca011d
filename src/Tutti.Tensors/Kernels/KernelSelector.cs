using System.Numerics;
using System.Runtime.Intrinsics;
using Tutti.Tensors.Kernels.Vector;

namespace Tutti.Tensors.Kernels;

/// <summary>
/// The only place that chooses kernels. <c>TUTTI_KERNELS=reference|128|256|512</c> overrides the choice; the choice is written into each
/// run's header.
/// </summary>
internal static class KernelSelector
{
    internal const string OverrideVariable = "TUTTI_KERNELS";

    private static readonly KernelSet<double> DoubleKernels = new ReferenceKernels<double>();

    /// <summary>Every set that computes correctly on this processor, best first.</summary>
    internal static IReadOnlyList<KernelSet<float>> Available { get; } = List();

    /// <summary>The set in use, and why.</summary>
    internal static (KernelSet<float> Kernels, string Reason) Choice { get; } = Choose(Environment.GetEnvironmentVariable(OverrideVariable));

    private static readonly KernelSet<float> FloatKernels = Choice.Kernels;

    /// <summary>The kernels for an element type.</summary>
    internal static KernelSet<T> For<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) ? (KernelSet<T>)(object)FloatKernels : (KernelSet<T>)(object)DoubleKernels;

    internal static (KernelSet<float>, string) Choose(string? wanted)
    {
        if (!string.IsNullOrEmpty(wanted))
            return (Available.FirstOrDefault(set => set.Name == wanted) ?? throw new ArgumentException(
                $"{OverrideVariable}: no such kernels. Got '{wanted}'. Expected one of {string.Join(", ", Available.Select(set => set.Name))}. Unset it to let Tutti choose."),
                $"asked for by {OverrideVariable}");
        // 512: twice the arithmetic of 256 a cycle where the registers exist.
        if (Vector512.IsHardwareAccelerated) return (Available[0], "AVX-512");
        // 256: AVX2 with fused multiply-add.
        if (Vector256.IsHardwareAccelerated) return (Available[1], "AVX2");
        // 128: SSE and Arm's AdvSimd.
        if (Vector128.IsHardwareAccelerated) return (Available[2], "128-bit registers");
        return (Available[3], "no vector registers");
    }

    private static KernelSet<float>[] List() =>
        [new VectorKernels<Lanes512>(), new VectorKernels<Lanes256>(), new VectorKernels<Lanes128>(), new ReferenceKernels<float>()];
}
