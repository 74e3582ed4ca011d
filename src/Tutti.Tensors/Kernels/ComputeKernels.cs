using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Tutti.Tensors.Kernels;

/// <summary>
/// What the processor offers and which kernels compute: for records and reports. The choice is made once a process;
/// <c>TUTTI_KERNELS=reference|128|256|512</c> overrides it. Thread-safe.
/// </summary>
public static class ComputeKernels
{
    /// <summary>The kernels in use: <c>512</c>, <c>256</c> or <c>128</c> (the bits of a vector register), or <c>reference</c>.</summary>
    public static string Name => KernelSelector.Choice.Kernels.Name;

    /// <summary>Why these, in a few words.</summary>
    public static string Reason => KernelSelector.Choice.Reason;

    /// <summary>All kernels that compute correctly here, the widest first; those wider than the registers are slow.</summary>
    public static IReadOnlyList<string> Available { get; } = [.. KernelSelector.Available.Select(kernels => kernels.Name)];

    /// <summary>The instruction sets that matter to the kernels and that this processor has and the runtime uses.</summary>
    public static IReadOnlyList<string> InstructionSets { get; } = [.. List()];

    private static IEnumerable<string> List()
    {
        if (Vector512.IsHardwareAccelerated || Avx512F.IsSupported) yield return "AVX-512";
        if (Avx2.IsSupported) yield return "AVX2";
        if (Fma.IsSupported) yield return "FMA";
        if (Avx.IsSupported) yield return "AVX";
        if (Sse42.IsSupported) yield return "SSE4.2";
        if (AdvSimd.IsSupported) yield return "AdvSimd";
    }
}
