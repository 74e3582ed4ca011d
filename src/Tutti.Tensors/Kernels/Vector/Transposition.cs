// to[s, r] = from[r, s]
// Layout: both row by row with a stride. Exact: values are moved, not computed.
// Four columns at a time: of eight rows where 256-bit registers exist, else of four in 128-bit registers; the rest one by one.
// The portable API cannot interleave two registers, hence a line for each processor family.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/MatMulBenchmarks.cs (a part of every multiplication by a transposed matrix).
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Transposing blocks of <c>float</c>s.</summary>
internal static unsafe class Transposition
{
    /// <summary>Transposes a block of any size.</summary>
    internal static void Copy(float* from, nint fromRow, float* to, nint toRow, int rows, int columns)
    {
        if (rows < 4 || columns < 4)
        {
            OneByOne(from, fromRow, to, toRow, rows, columns);
            return;
        }
        // The last group starts early enough to be full: what overlaps is written twice with the same values.
        var r = 0;
        if (Avx.IsSupported)
            for (; r + 8 <= rows; r += 8) EightRows(from + r * fromRow, fromRow, to + r, toRow, columns);
        for (; r < rows; r += 4)
        {
            var start = Math.Min(r, rows - 4);
            FourRows(from + start * fromRow, fromRow, to + start, toRow, columns);
        }
    }

    private static void OneByOne(float* from, nint fromRow, float* to, nint toRow, int rows, int columns)
    {
        for (var r = 0; r < rows; r++)
            for (var s = 0; s < columns; s++) to[s * toRow + r] = from[r * fromRow + s];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EightRows(float* from, nint row, float* to, nint toRow, int columns)
    {
        var lower = from + 4 * row;
        for (var s = 0; s < columns; s += 4)
        {
            var back = Math.Max(0, s + 4 - columns);
            from -= back;
            lower -= back;
            to -= back * toRow;
            var a = Vector256.Create(Vector128.Load(from), Vector128.Load(lower));
            var b = Vector256.Create(Vector128.Load(from + row), Vector128.Load(lower + row));
            var c = Vector256.Create(Vector128.Load(from + 2 * row), Vector128.Load(lower + 2 * row));
            var d = Vector256.Create(Vector128.Load(from + 3 * row), Vector128.Load(lower + 3 * row));
            Vector256<double> lowAB = Avx.UnpackLow(a, b).AsDouble(), highAB = Avx.UnpackHigh(a, b).AsDouble();
            Vector256<double> lowCD = Avx.UnpackLow(c, d).AsDouble(), highCD = Avx.UnpackHigh(c, d).AsDouble();
            Avx.UnpackLow(lowAB, lowCD).AsSingle().Store(to);
            Avx.UnpackHigh(lowAB, lowCD).AsSingle().Store(to + toRow);
            Avx.UnpackLow(highAB, highCD).AsSingle().Store(to + 2 * toRow);
            Avx.UnpackHigh(highAB, highCD).AsSingle().Store(to + 3 * toRow);
            from += 4;
            lower += 4;
            to += 4 * toRow;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows(float* from, nint row, float* to, nint toRow, int columns)
    {
        for (var s = 0; s < columns; s += 4)
        {
            var back = Math.Max(0, s + 4 - columns);
            from -= back;
            to -= back * toRow;
            Vector128<float> a = Vector128.Load(from), b = Vector128.Load(from + row);
            Vector128<float> c = Vector128.Load(from + 2 * row), d = Vector128.Load(from + 3 * row);
            Vector128<double> lowAB = Low(a, b).AsDouble(), highAB = High(a, b).AsDouble();
            Vector128<double> lowCD = Low(c, d).AsDouble(), highCD = High(c, d).AsDouble();
            Low(lowAB, lowCD).AsSingle().Store(to);
            High(lowAB, lowCD).AsSingle().Store(to + toRow);
            Low(highAB, highCD).AsSingle().Store(to + 2 * toRow);
            High(highAB, highCD).AsSingle().Store(to + 3 * toRow);
            from += 4;
            to += 4 * toRow;
        }
    }

    /// <summary>a₀ b₀ a₁ b₁.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Low(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported) return Sse.UnpackLow(a, b);
        if (AdvSimd.Arm64.IsSupported) return AdvSimd.Arm64.ZipLow(a, b);
        return Vector128.Create(a[0], b[0], a[1], b[1]);
    }

    /// <summary>a₂ b₂ a₃ b₃.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> High(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported) return Sse.UnpackHigh(a, b);
        if (AdvSimd.Arm64.IsSupported) return AdvSimd.Arm64.ZipHigh(a, b);
        return Vector128.Create(a[2], b[2], a[3], b[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Low(Vector128<double> a, Vector128<double> b)
    {
        if (Sse2.IsSupported) return Sse2.UnpackLow(a, b);
        if (AdvSimd.Arm64.IsSupported) return AdvSimd.Arm64.ZipLow(a, b);
        return Vector128.Create(a[0], b[0]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> High(Vector128<double> a, Vector128<double> b)
    {
        if (Sse2.IsSupported) return Sse2.UnpackHigh(a, b);
        if (AdvSimd.Arm64.IsSupported) return AdvSimd.Arm64.ZipHigh(a, b);
        return Vector128.Create(a[1], b[1]);
    }
}
