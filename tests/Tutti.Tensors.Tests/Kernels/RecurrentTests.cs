using Tutti.Tensors.Kernels;
using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Kernels;

public sealed class RecurrentTests : KernelTest
{
    private const int Rows = 3;

    private static readonly float[] Extremes =
        [0f, -0f, 100f, -100f, 1e30f, -1e30f, float.PositiveInfinity, float.NegativeInfinity, float.NaN];

    [Theory, MemberData(nameof(Sets))]
    public void LstmStep_AnyNumberOfUnits_AgreesWithTheReference(string name)
    {
        foreach (var hidden in Lengths(name))
        {
            var (expected, actual) = (Lstm(Reference, hidden), Lstm(Set(name), hidden));
            for (var i = 0; i < expected.Length; i++)
                TensorAssert.Close(expected[i], actual[i], 2e-6, 1e-6, $"result {i} of {hidden} units");
        }
    }

    [Theory, MemberData(nameof(Sets))]
    public void LstmStepGradient_AnyNumberOfUnits_AgreesWithTheReference(string name)
    {
        foreach (var hidden in Lengths(name))
            foreach (var hasUpstream in (bool[])[true, false])
            {
                var (expected, actual) = (LstmGradient(Reference, hidden, hasUpstream), LstmGradient(Set(name), hidden, hasUpstream));
                for (var i = 0; i < expected.Length; i++)
                    TensorAssert.Close(expected[i], actual[i], 2e-6, 1e-6, $"result {i} of {hidden} units, upstream {hasUpstream}");
            }
    }

    [Theory, MemberData(nameof(Sets))]
    public void GruStep_AnyNumberOfUnits_AgreesWithTheReference(string name)
    {
        foreach (var hidden in Lengths(name))
        {
            var (expected, actual) = (Gru(Reference, hidden), Gru(Set(name), hidden));
            for (var i = 0; i < expected.Length; i++)
                TensorAssert.Close(expected[i], actual[i], 2e-6, 1e-6, $"result {i} of {hidden} units");
        }
    }

    [Theory, MemberData(nameof(Sets))]
    public void GruStepGradient_AnyNumberOfUnits_AgreesWithTheReference(string name)
    {
        foreach (var hidden in Lengths(name))
            foreach (var hasUpstream in (bool[])[true, false])
            {
                var (expected, actual) = (GruGradient(Reference, hidden, hasUpstream), GruGradient(Set(name), hidden, hasUpstream));
                for (var i = 0; i < expected.Length; i++)
                    TensorAssert.Close(expected[i], actual[i], 2e-6, 1e-6, $"result {i} of {hidden} units, upstream {hasUpstream}");
            }
    }

    [Theory, MemberData(nameof(Sets))]
    public void Steps_SomeRowsAlone_GiveTheSameBits(string name)
    {
        var hidden = Lengths(name)[^2];
        foreach (var compute in (Func<KernelSet<float>, int, int, float[][]>[])[Lstm, Gru])
        {
            float[][] all = compute(Set(name), hidden, Rows), first = compute(Set(name), hidden, 1);
            for (var i = 0; i < all.Length; i++) TensorAssert.SameBits(all[i].AsSpan(0, first[i].Length), first[i], $"result {i}");
        }
    }

    [Theory, MemberData(nameof(Sets))]
    public void LstmStep_ExtremeSums_AgreesWithTheReference(string name)
    {
        var hidden = Extremes.Length;
        for (var gate = 0; gate < 4; gate++)
        {
            float[][] results = new float[2][];
            foreach (var (index, set) in (Index<KernelSet<float>>[])[new(0, Reference), new(1, Set(name))])
            {
                var gates = new float[4 * hidden];
                gates.AsSpan().Fill(0.5f);
                Extremes.CopyTo(gates, gate * hidden);
                float[] cells = new float[hidden], states = new float[hidden];
                set.LstmStep(hidden, gates, Enumerable.Repeat(0.25f, hidden).ToArray(), cells, states);
                results[index] = [.. gates, .. cells, .. states];
            }
            TensorAssert.Close(results[0], results[1], 2e-6, 1e-6, $"gate {gate}");
        }
    }

    private static float[][] Lstm(KernelSet<float> set, int hidden) => Lstm(set, hidden, Rows);

    private static float[][] Lstm(KernelSet<float> set, int hidden, int rows)
    {
        var gates = Unaligned(4 * hidden * rows, -6, 6);
        Span<float> cells = Unaligned(hidden * rows, 0, 0), states = Unaligned(hidden * rows, 0, 0);
        set.LstmStep(hidden, gates, Unaligned(hidden * rows, -3, 3, 2), cells, states);
        return [gates.ToArray(), cells.ToArray(), states.ToArray()];
    }

    private static float[][] LstmGradient(KernelSet<float> set, int hidden, bool hasUpstream)
    {
        var size = hidden * Rows;
        Span<float> gates = Unaligned(4 * size, 0.05f, 0.95f), ofCells = Unaligned(size, -1, 1, 2);
        set.LstmStepGradient(hidden, gates, Unaligned(size, -3, 3, 3), Unaligned(size, -3, 3, 4),
            hasUpstream ? Unaligned(size, -1, 1, 5) : default, Unaligned(size, -1, 1, 6), ofCells);
        return [gates.ToArray(), ofCells.ToArray()];
    }

    private static float[][] Gru(KernelSet<float> set, int hidden) => Gru(set, hidden, Rows);

    private static float[][] Gru(KernelSet<float> set, int hidden, int rows)
    {
        var gates = Unaligned(4 * hidden * rows, -6, 6);
        var states = Unaligned(hidden * rows, 0, 0);
        set.GruStep(hidden, gates, Unaligned(hidden * rows, -1, 1, 2), states);
        return [gates.ToArray(), states.ToArray()];
    }

    private static float[][] GruGradient(KernelSet<float> set, int hidden, bool hasUpstream)
    {
        var size = hidden * Rows;
        Span<float> gates = Unaligned(4 * size, 0.05f, 0.95f), ofStates = Unaligned(size, -1, 1, 2);
        set.GruStepGradient(hidden, gates, Unaligned(size, -1, 1, 3), hasUpstream ? Unaligned(size, -1, 1, 4) : default, ofStates);
        return [gates.ToArray(), ofStates.ToArray()];
    }

    private readonly record struct Index<T>(int Number, T Value);
}
