// The formulas of KernelSet.Recurrent.cs, GruStep and GruStepGradient: R rows of H units; gates [R, 4H] with the blocks n, r, z, q.
// Each unit alone; the last units of a row pass through a register too.
// The sigmoids of a row run before the rest; see LstmCell.cs.
// Tolerance against the reference: 1e-6 of the largest number involved.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/RecurrentBenchmarks.cs.
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>A time step of a gated recurrent unit in registers of one width.</summary>
internal static unsafe class GruCell<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Step(int hidden, Span<float> gates, ReadOnlySpan<float> previousStates, Span<float> states)
    {
        Debug.Assert(gates.Length >= 4 * states.Length, "GruStep: the gates are shorter than the states say.");
        Debug.Assert(previousStates.Length >= states.Length, "GruStep: previous states are missing.");
        var scratch = stackalloc float[6 * TLanes.Count];
        fixed (float* gate = gates, previous = previousStates, state = states)
        {
            for (var start = 0; start < states.Length; start += hidden)
            {
                var resetAndUpdate = gates.Slice(4 * start + hidden, 2 * hidden);
                Elementwise<TLanes>.Map(new LogisticSigmoid<TLanes>(), resetAndUpdate, resetAndUpdate);
                var row = gate + 4L * start;
                var unit = 0;
                for (; unit <= hidden - TLanes.Count; unit += TLanes.Count)
                    Units(row + unit, hidden, previous + start + unit, state + start + unit);
                if (unit == hidden) continue;
                var rest = hidden - unit;
                RegisterRest<TLanes>.Load(row + unit, hidden, rest, 4, scratch);
                RegisterRest<TLanes>.Load(previous + start + unit, 0, rest, 1, scratch + 4 * TLanes.Count);
                Units(scratch, TLanes.Count, scratch + 4 * TLanes.Count, scratch + 5 * TLanes.Count);
                RegisterRest<TLanes>.Store(scratch, row + unit, hidden, rest, 1);
                RegisterRest<TLanes>.Store(scratch + 5 * TLanes.Count, state + start + unit, 0, rest, 1);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void StepGradient(int hidden, Span<float> gates, ReadOnlySpan<float> previousStates, ReadOnlySpan<float> upstream,
        Span<float> stateGradient)
    {
        Debug.Assert(gates.Length >= 4 * stateGradient.Length, "GruStepGradient: the gates are shorter than the states say.");
        Debug.Assert(upstream.IsEmpty || upstream.Length >= stateGradient.Length, "GruStepGradient: upstream gradients are missing.");
        var scratch = stackalloc float[7 * TLanes.Count];
        fixed (float* gate = gates, previous = previousStates, up = upstream, ofState = stateGradient)
        {
            for (var start = 0; start < stateGradient.Length; start += hidden)
            {
                var row = gate + 4L * start;
                var unit = 0;
                for (; unit <= hidden - TLanes.Count; unit += TLanes.Count)
                {
                    var at = start + unit;
                    UnitGradients(row + unit, hidden, previous + at, up == null ? null : up + at, ofState + at);
                }
                if (unit == hidden) continue;
                var rest = hidden - unit;
                RegisterRest<TLanes>.Load(row + unit, hidden, rest, 4, scratch);
                RegisterRest<TLanes>.Load(previous + start + unit, 0, rest, 1, scratch + 4 * TLanes.Count);
                if (up != null) RegisterRest<TLanes>.Load(up + start + unit, 0, rest, 1, scratch + 5 * TLanes.Count);
                RegisterRest<TLanes>.Load(ofState + start + unit, 0, rest, 1, scratch + 6 * TLanes.Count);
                UnitGradients(scratch, TLanes.Count, scratch + 4 * TLanes.Count, up == null ? null : scratch + 5 * TLanes.Count,
                    scratch + 6 * TLanes.Count);
                RegisterRest<TLanes>.Store(scratch, row + unit, hidden, rest, 4);
                RegisterRest<TLanes>.Store(scratch + 6 * TLanes.Count, ofState + start + unit, 0, rest, 1);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Units(float* gates, nint block, float* previousStates, float* states)
    {
        var n = Functions<TLanes>.Tanh(TLanes.MultiplyAdd(TLanes.Load(gates + block), TLanes.Load(gates + 3 * block), TLanes.Load(gates)));
        n.Store(gates);
        TLanes.MultiplyAdd(TLanes.Load(gates + 2 * block), TLanes.Load(previousStates) - n, n).Store(states);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void UnitGradients(float* gates, nint block, float* previousStates, float* upstream, float* stateGradient)
    {
        var one = TLanes.Broadcast(1f);
        TLanes n = TLanes.Load(gates), r = TLanes.Load(gates + block), z = TLanes.Load(gates + 2 * block);
        var ofState = TLanes.Load(stateGradient);
        if (upstream != null) ofState += TLanes.Load(upstream);
        var ofCandidate = ofState * (one - z) * (one - n * n);
        ofCandidate.Store(gates);
        (ofCandidate * TLanes.Load(gates + 3 * block) * r * (one - r)).Store(gates + block);
        (ofState * (TLanes.Load(previousStates) - n) * z * (one - z)).Store(gates + 2 * block);
        (ofCandidate * r).Store(gates + 3 * block);
        (ofState * z).Store(stateGradient);
    }
}
