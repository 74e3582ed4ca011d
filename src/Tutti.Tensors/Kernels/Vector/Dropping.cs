// result[i] = values[i] · (0 or factor); see Dropper.cs for which.
// Philox4x32-10 on eight counters side by side: the eight 64-bit products of a round come from two multiplications of the even and the odd
// lanes. Exactly the reference's decisions and values. Where AVX2 is missing the reference computes.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/SequenceBenchmarks.cs (1 against 28 ns an element).
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Tutti.Tensors.Random;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Sets elements to zero at random.</summary>
internal static unsafe class Dropping
{
    internal static void Run(ReadOnlySpan<float> values, in Dropper dropper, ulong first, Span<float> result)
    {
        var whole = Avx2.IsSupported ? result.Length / Dropper.Group * Dropper.Group : 0;
        if (whole > 0) Groups(values, dropper, (uint)(first / Dropper.Group * Dropper.Blocks), result[..whole]);
        Reference.Dropping.Run(values[whole..], dropper, first + (ulong)whole, result[whole..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Groups(ReadOnlySpan<float> values, in Dropper dropper, uint block, Span<float> result)
    {
        var (purpose, id0, id1, key0, key1) = dropper.Stream.Parts;
        var threshold = Vector256.Create((int)dropper.Threshold);
        var factor = Vector256.Create((float)dropper.Factor);
        fixed (float* source = values, target = result)
        {
            for (var i = 0; i < result.Length; i += Dropper.Group, block += Dropper.Blocks)
            {
                var c0 = Vector256.Create(block) + Vector256<uint>.Indices;
                Vector256<uint> c1 = Vector256.Create(purpose), c2 = Vector256.Create(id0), c3 = Vector256.Create(id1);
                Philox(ref c0, ref c1, ref c2, ref c3, key0, key1);
                Keep(c0, threshold, factor, source + i, target + i);
                Keep(c1, threshold, factor, source + i + 8, target + i + 8);
                Keep(c2, threshold, factor, source + i + 16, target + i + 16);
                Keep(c3, threshold, factor, source + i + 24, target + i + 24);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(Vector256<uint> words, Vector256<int> threshold, Vector256<float> factor, float* from, float* to)
    {
        // 24 bits compare as signed numbers too.
        var isDropped = Vector256.GreaterThan(threshold, Vector256.ShiftRightLogical(words, 8).AsInt32()).AsSingle();
        Vector256.AndNot(Vector256.Load(from) * factor, isDropped).Store(to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Philox(
        ref Vector256<uint> c0, ref Vector256<uint> c1, ref Vector256<uint> c2, ref Vector256<uint> c3, uint key0, uint key1)
    {
        var (factor0, factor1) = (Vector256.Create(CounterRandom.Multiplier0), Vector256.Create(CounterRandom.Multiplier1));
        for (var round = 0; round < CounterRandom.Rounds; round++)
        {
            Multiply(c0, factor0, out var low0, out var high0);
            Multiply(c2, factor1, out var low1, out var high1);
            c0 = high1 ^ c1 ^ Vector256.Create(key0);
            c1 = low1;
            c2 = high0 ^ c3 ^ Vector256.Create(key1);
            c3 = low0;
            key0 += CounterRandom.Weyl0;
            key1 += CounterRandom.Weyl1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(Vector256<uint> left, Vector256<uint> right, out Vector256<uint> low, out Vector256<uint> high)
    {
        var even = Avx2.Multiply(left, right).AsUInt32();
        var odd = Avx2.Multiply(Vector256.ShiftRightLogical(left.AsUInt64(), 32).AsUInt32(), right).AsUInt32();
        low = left * right;
        high = Avx2.Blend(Vector256.ShiftRightLogical(even.AsUInt64(), 32).AsUInt32(), odd, 0b10101010);
    }
}
