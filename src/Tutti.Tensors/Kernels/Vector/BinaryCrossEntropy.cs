// The formulas of KernelSet.Losses.cs. ln(1 + e) for 0 ≤ e ≤ 1 is 2 artanh(s) with s = e / (2 + e) ≤ 1/3: the odd series up to s¹⁵, whose
// remainder is below 2e-9, relative. Tolerance against reference: 8 ε of the largest term.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/LossBenchmarks.cs.
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Binary cross entropy of logits in registers of one width.</summary>
internal static unsafe class BinaryCrossEntropy<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    internal static void Losses(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights,
        ReadOnlySpan<float> positiveWeights, Span<float> result) =>
        Map(new Loss(), logits, targets, weights, positiveWeights, result);

    internal static void Gradients(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights,
        ReadOnlySpan<float> positiveWeights, float factor, Span<float> result) =>
        Map(new Gradient(TLanes.Broadcast(factor)), logits, targets, weights, positiveWeights, result);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Map<TFunction>(TFunction function, ReadOnlySpan<float> logits, ReadOnlySpan<float> targets,
        ReadOnlySpan<float> weights, ReadOnlySpan<float> positiveWeights, Span<float> result) where TFunction : struct, IFunction
    {
        Debug.Assert(logits.Length >= result.Length && targets.Length >= result.Length, "BinaryCrossEntropy: an operand is too short.");
        var one = TLanes.Broadcast(1f);
        fixed (float* x = logits, t = targets, w = weights, q = positiveWeights, to = result)
        {
            var i = 0;
            for (; i <= result.Length - TLanes.Count; i += TLanes.Count)
            {
                var (weight, positive) = (w == null ? one : TLanes.Load(w + i), q == null ? one : TLanes.Load(q + i));
                function.Apply(TLanes.Load(x + i), TLanes.Load(t + i), weight, positive).Store(to + i);
            }
            var rest = result.Length - i;
            if (rest == 0) return;
            var scratch = stackalloc float[4 * TLanes.Count];
            new Span<float>(scratch, 4 * TLanes.Count).Fill(1);
            for (var lane = 0; lane < rest; lane++)
            {
                scratch[lane] = x[i + lane];
                scratch[TLanes.Count + lane] = t[i + lane];
                if (w != null) scratch[2 * TLanes.Count + lane] = w[i + lane];
                if (q != null) scratch[3 * TLanes.Count + lane] = q[i + lane];
            }
            function.Apply(TLanes.Load(scratch), TLanes.Load(scratch + TLanes.Count), TLanes.Load(scratch + 2 * TLanes.Count),
                TLanes.Load(scratch + 3 * TLanes.Count)).Store(scratch);
            for (var lane = 0; lane < rest; lane++) to[i + lane] = scratch[lane];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes LogOnePlus(TLanes e)
    {
        var s = e / (TLanes.Broadcast(2f) + e);
        var z = s * s;
        var p = TLanes.MultiplyAdd(TLanes.Broadcast(1 / 15f), z, TLanes.Broadcast(1 / 13f));
        p = TLanes.MultiplyAdd(p, z, TLanes.Broadcast(1 / 11f));
        p = TLanes.MultiplyAdd(p, z, TLanes.Broadcast(1 / 9f));
        p = TLanes.MultiplyAdd(p, z, TLanes.Broadcast(1 / 7f));
        p = TLanes.MultiplyAdd(p, z, TLanes.Broadcast(1 / 5f));
        p = TLanes.MultiplyAdd(p, z, TLanes.Broadcast(1 / 3f));
        s += s;
        return TLanes.MultiplyAdd(p * z, s, s);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Share(TLanes target, TLanes positiveWeight) =>
        TLanes.MultiplyAdd(positiveWeight - TLanes.Broadcast(1f), target, TLanes.Broadcast(1f));

    private interface IFunction
    {
        TLanes Apply(TLanes logit, TLanes target, TLanes weight, TLanes positiveWeight);
    }

    private readonly struct Loss : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Apply(TLanes logit, TLanes target, TLanes weight, TLanes positiveWeight)
        {
            var minus = TLanes.Zero - logit;
            var wrong = TLanes.Select(TLanes.GreaterThan(logit, TLanes.Zero), TLanes.Broadcast(1f) - target, positiveWeight * target);
            var rest = LogOnePlus(Functions<TLanes>.Exp(TLanes.Min(logit, minus)));
            return weight * TLanes.MultiplyAdd(TLanes.Max(logit, minus), wrong, Share(target, positiveWeight) * rest);
        }
    }

    private readonly struct Gradient(TLanes factor) : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Apply(TLanes logit, TLanes target, TLanes weight, TLanes positiveWeight)
        {
            var slope = TLanes.Broadcast(1f) - target - Share(target, positiveWeight) * Functions<TLanes>.Sigmoid(TLanes.Zero - logit);
            return factor * (weight * slope);
        }
    }
}
