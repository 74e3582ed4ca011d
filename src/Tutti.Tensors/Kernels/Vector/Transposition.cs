// to[s, r] = from[r, s]
// Layout: both row by row with a stride. Exact: values are moved, not computed.
// Four by four in 128-bit registers, which both x64 and Arm64 have; the rest one by one.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/MatMulBenchmarks.cs (it is a part of every multiplication by a transposed matrix).
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Transposing blocks of <c>float</c>s.</summary>
internal static unsafe class Transposition
{
    /// <summary>Transposes a block of any size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Copy(float* from, nint fromRow, float* to, nint toRow, int rows, int columns)
    {
        var r = 0;
        for (; r + 4 <= rows; r += 4)
        {
            var s = 0;
            for (; s + 4 <= columns; s += 4) FourByFour(from + r * fromRow + s, fromRow, to + s * toRow + r, toRow);
            for (; s < columns; s++)
                for (var i = r; i < r + 4; i++) to[s * toRow + i] = from[i * fromRow + s];
        }
        for (; r < rows; r++)
            for (var s = 0; s < columns; s++) to[s * toRow + r] = from[r * fromRow + s];
    }

    /// <summary>Transposes four rows of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void FourByFour(float* from, nint fromRow, float* to, nint toRow)
    {
        var (a, b, c, d) = FourByFour(
            Vector128.Load(from), Vector128.Load(from + fromRow), Vector128.Load(from + 2 * fromRow), Vector128.Load(from + 3 * fromRow));
        a.Store(to);
        b.Store(to + toRow);
        c.Store(to + 2 * toRow);
        d.Store(to + 3 * toRow);
    }

    /// <summary>Transposes four registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector128<float>, Vector128<float>, Vector128<float>, Vector128<float>) FourByFour(
        Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        Vector128<float> lowAB = InterleaveLow(a, b), highAB = InterleaveHigh(a, b);
        Vector128<float> lowCD = InterleaveLow(c, d), highCD = InterleaveHigh(c, d);
        return (
            Vector128.Create(lowAB.GetLower(), lowCD.GetLower()), Vector128.Create(lowAB.GetUpper(), lowCD.GetUpper()),
            Vector128.Create(highAB.GetLower(), highCD.GetLower()), Vector128.Create(highAB.GetUpper(), highCD.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveLow(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported) return Sse.UnpackLow(a, b);
        if (AdvSimd.Arm64.IsSupported) return AdvSimd.Arm64.ZipLow(a, b);
        return Vector128.Create(a[0], b[0], a[1], b[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveHigh(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported) return Sse.UnpackHigh(a, b);
        if (AdvSimd.Arm64.IsSupported) return AdvSimd.Arm64.ZipHigh(a, b);
        return Vector128.Create(a[2], b[2], a[3], b[3]);
    }
}
