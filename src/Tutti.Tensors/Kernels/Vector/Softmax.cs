// In each row: m = max x, e = exp(x − m), s = Σ e, result = e / s.
// The last register of a row overlaps the one before it, so that rows of 10 need no scalar work; its repeated lanes do not enter the sum.
// Rows shorter than a register are padded with −∞ in a scratch register.
// Accumulation: one partial sum a lane, then the lanes pairwise. Tolerance against reference: 4 ε (relative), plus ε log₂ columns for s.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/ElementwiseBenchmarks.cs.
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Softmax over rows in registers of one width.</summary>
internal static unsafe class Softmax<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(ReadOnlySpan<float> values, int columns, Span<float> result, Span<float> maxima, Span<float> logSums)
    {
        Debug.Assert(values.Length >= result.Length && (columns == 0 || result.Length % columns == 0), "Softmax: the rows are not whole.");
        if (result.IsEmpty) return;
        var rows = result.Length / columns;
        var isFresh = stackalloc float[TLanes.Count];
        MarkFresh(isFresh, columns);
        var fresh = TLanes.Load(isFresh);
        var padded = stackalloc float[TLanes.Count];
        new Span<float>(padded, TLanes.Count).Fill(float.NegativeInfinity);
        fixed (float* source = values, target = result)
        {
            for (var row = 0; row < rows; row++)
            {
                var from = source + (long)row * columns;
                var to = target + (long)row * columns;
                var (largest, sum) = columns >= TLanes.Count ? LongRow(from, to, columns, fresh) : ShortRow(from, to, columns, padded);
                if (!maxima.IsEmpty) maxima[row] = largest;
                if (!logSums.IsEmpty) logSums[row] = sum;
            }
        }
        // A call within the loop above would cost it all its registers.
        for (var row = 0; row < logSums.Length; row++) logSums[row] = MathF.Log(logSums[row]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (float Largest, float Sum) LongRow(float* from, float* to, int columns, TLanes fresh)
    {
        var last = columns - TLanes.Count;
        var tail = TLanes.Load(from + last);
        var highest = tail;
        for (var i = 0; i < last; i += TLanes.Count)
        {
            // Whether NaN wins does not matter: its exponential makes the whole row NaN.
            var values = TLanes.Load(from + i);
            highest = TLanes.Select(TLanes.GreaterThan(values, highest), values, highest);
        }
        var largest = TLanes.MaxAcross(highest);
        highest = TLanes.Broadcast(largest);

        tail = Functions<TLanes>.Exp(tail - highest);
        var sums = TLanes.Select(fresh, tail, TLanes.Zero);
        for (var i = 0; i < last; i += TLanes.Count)
        {
            var e = Functions<TLanes>.Exp(TLanes.Load(from + i) - highest);
            e.Store(to + i);
            sums += e;
        }
        var sum = TLanes.Sum(sums);
        sums = TLanes.Broadcast(sum);
        for (var i = 0; i < last; i += TLanes.Count) (TLanes.Load(to + i) / sums).Store(to + i);
        (tail / sums).Store(to + last);
        return (largest, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (float Largest, float Sum) ShortRow(float* from, float* to, int columns, float* padded)
    {
        for (var i = 0; i < columns; i++) padded[i] = from[i];
        var values = TLanes.Load(padded);
        var largest = TLanes.MaxAcross(values);
        values = Functions<TLanes>.Exp(values - TLanes.Broadcast(largest));
        var sum = TLanes.Sum(values);
        (values / TLanes.Broadcast(sum)).Store(padded);
        for (var i = 0; i < columns; i++) to[i] = padded[i];
        TLanes.Broadcast(float.NegativeInfinity).Store(padded);
        return (largest, sum);
    }

    // Marks the lanes of a row's last register that the registers before it do not cover.
    private static void MarkFresh(float* mask, int columns)
    {
        var repeated = columns % TLanes.Count == 0 ? 0 : TLanes.Count - columns % TLanes.Count;
        for (var lane = 0; lane < TLanes.Count; lane++) mask[lane] = lane < repeated ? 0f : BitConverter.Int32BitsToSingle(-1);
    }
}

/// <summary>(value − first) − second: a row's logarithms of probabilities from its largest value and the logarithm of its sum.</summary>
internal readonly struct TwoShifts<TLanes>(float first, float second) : IUnaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes first = TLanes.Broadcast(first), second = TLanes.Broadcast(second);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes value) => value - first - second;
}
