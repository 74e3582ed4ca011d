// The formulas of KernelSet.Recurrent.cs, LstmStep and LstmStepGradient: R rows of H units; gates [R, 4H] with the blocks i, f, g, o.
// Each unit alone; the last units of a row pass through a register too. tanh(cells) is computed again for the gradient: storing it costs
// as much memory traffic as computing it costs time.
// Functions run one after the other over a row, which stays in the first-level cache: all five in one loop want more registers than there
// are, and take half as long again.
// Tolerance against the reference: 1e-6 of the largest number involved.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/RecurrentBenchmarks.cs.
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>A time step of a long short-term memory in registers of one width.</summary>
internal static unsafe class LstmCell<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Step(int hidden, Span<float> gates, ReadOnlySpan<float> previousCells, Span<float> cells, Span<float> states)
    {
        Debug.Assert(gates.Length >= 4 * states.Length, "LstmStep: the gates are shorter than the states say.");
        Debug.Assert(previousCells.Length >= states.Length && cells.Length >= states.Length, "LstmStep: cells are missing.");
        var scratch = stackalloc float[7 * TLanes.Count];
        fixed (float* gate = gates, previous = previousCells, cell = cells, state = states)
        {
            for (var start = 0; start < states.Length; start += hidden)
            {
                Activate(gates.Slice(4 * start, 4 * hidden), hidden);
                var row = gate + 4L * start;
                var unit = 0;
                for (; unit <= hidden - TLanes.Count; unit += TLanes.Count)
                    Units(row + unit, hidden, previous + start + unit, cell + start + unit, state + start + unit);
                if (unit == hidden) continue;
                var rest = hidden - unit;
                RegisterRest<TLanes>.Load(row + unit, hidden, rest, 4, scratch);
                RegisterRest<TLanes>.Load(previous + start + unit, 0, rest, 1, scratch + 4 * TLanes.Count);
                Units(scratch, TLanes.Count, scratch + 4 * TLanes.Count, scratch + 5 * TLanes.Count, scratch + 6 * TLanes.Count);
                RegisterRest<TLanes>.Store(scratch + 5 * TLanes.Count, cell + start + unit, 0, rest, 1);
                RegisterRest<TLanes>.Store(scratch + 6 * TLanes.Count, state + start + unit, 0, rest, 1);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void StepGradient(int hidden, Span<float> gates, ReadOnlySpan<float> previousCells, ReadOnlySpan<float> cells,
        ReadOnlySpan<float> upstream, ReadOnlySpan<float> stateGradient, Span<float> cellGradient)
    {
        Debug.Assert(gates.Length >= 4 * cellGradient.Length, "LstmStepGradient: the gates are shorter than the cells say.");
        Debug.Assert(upstream.IsEmpty || upstream.Length >= cellGradient.Length, "LstmStepGradient: upstream gradients are missing.");
        var scratch = stackalloc float[9 * TLanes.Count];
        fixed (float* gate = gates, previous = previousCells, cell = cells, up = upstream, ofState = stateGradient, ofCell = cellGradient)
        {
            for (var start = 0; start < cellGradient.Length; start += hidden)
            {
                var row = gate + 4L * start;
                var unit = 0;
                for (; unit <= hidden - TLanes.Count; unit += TLanes.Count)
                {
                    var at = start + unit;
                    UnitGradients(row + unit, hidden, previous + at, cell + at, up == null ? null : up + at, ofState + at, ofCell + at);
                }
                if (unit == hidden) continue;
                var rest = hidden - unit;
                RegisterRest<TLanes>.Load(row + unit, hidden, rest, 4, scratch);
                RegisterRest<TLanes>.Load(previous + start + unit, 0, rest, 1, scratch + 4 * TLanes.Count);
                RegisterRest<TLanes>.Load(cell + start + unit, 0, rest, 1, scratch + 5 * TLanes.Count);
                if (up != null) RegisterRest<TLanes>.Load(up + start + unit, 0, rest, 1, scratch + 6 * TLanes.Count);
                RegisterRest<TLanes>.Load(ofState + start + unit, 0, rest, 1, scratch + 7 * TLanes.Count);
                RegisterRest<TLanes>.Load(ofCell + start + unit, 0, rest, 1, scratch + 8 * TLanes.Count);
                UnitGradients(scratch, TLanes.Count, scratch + 4 * TLanes.Count, scratch + 5 * TLanes.Count,
                    up == null ? null : scratch + 6 * TLanes.Count, scratch + 7 * TLanes.Count, scratch + 8 * TLanes.Count);
                RegisterRest<TLanes>.Store(scratch, row + unit, hidden, rest, 4);
                RegisterRest<TLanes>.Store(scratch + 8 * TLanes.Count, ofCell + start + unit, 0, rest, 1);
            }
        }
    }

    private static void Activate(Span<float> row, int hidden)
    {
        var inputAndForget = row[..(2 * hidden)];
        var candidate = row.Slice(2 * hidden, hidden);
        var output = row[(3 * hidden)..];
        Elementwise<TLanes>.Map(new LogisticSigmoid<TLanes>(), inputAndForget, inputAndForget);
        Elementwise<TLanes>.Map(new HyperbolicTangent<TLanes>(), candidate, candidate);
        Elementwise<TLanes>.Map(new LogisticSigmoid<TLanes>(), output, output);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Units(float* gates, nint block, float* previousCells, float* cells, float* states)
    {
        var added = TLanes.Load(gates) * TLanes.Load(gates + 2 * block);
        var cell = TLanes.MultiplyAdd(TLanes.Load(gates + block), TLanes.Load(previousCells), added);
        cell.Store(cells);
        (TLanes.Load(gates + 3 * block) * Functions<TLanes>.Tanh(cell)).Store(states);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void UnitGradients(float* gates, nint block, float* previousCells, float* cells, float* upstream, float* stateGradient,
        float* cellGradient)
    {
        var one = TLanes.Broadcast(1f);
        var squashed = Functions<TLanes>.Tanh(TLanes.Load(cells));
        TLanes i = TLanes.Load(gates), f = TLanes.Load(gates + block);
        TLanes g = TLanes.Load(gates + 2 * block), o = TLanes.Load(gates + 3 * block);
        var ofState = TLanes.Load(stateGradient);
        if (upstream != null) ofState += TLanes.Load(upstream);
        var ofCell = TLanes.MultiplyAdd(ofState * o, one - squashed * squashed, TLanes.Load(cellGradient));
        (ofCell * g * i * (one - i)).Store(gates);
        (ofCell * TLanes.Load(previousCells) * f * (one - f)).Store(gates + block);
        (ofCell * i * (one - g * g)).Store(gates + 2 * block);
        (ofState * squashed * o * (one - o)).Store(gates + 3 * block);
        (ofCell * f).Store(cellGradient);
    }
}
