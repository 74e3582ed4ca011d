using Tutti.Tensors.Kernels;
using Tutti.Tensors.Random;
using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Kernels;

// L queries, S keys, E width, V width of values
public sealed class AttentionTests : KernelTest
{
    private static readonly (int L, int S, int E, int V)[] Sizes =
        [(1, 1, 1, 1), (5, 7, 4, 3), (6, 16, 8, 8), (17, 17, 9, 16), (64, 64, 32, 32), (13, 40, 24, 5), (40, 13, 16, 8), (130, 100, 8, 12), (3, 0, 2, 2)];

    [Theory, MemberData(nameof(Sets))]
    public void Attend_AnySizes_AgreesWithTheReference(string name) => ForAll((work, title) =>
    {
        var (expected, actual) = (work.Forward(Reference), work.Forward(Set(name)));
        TensorAssert.Close(expected.Weights, actual.Weights, 1e-5, 1e-6, $"weights, {title}");
        TensorAssert.Close(expected.Result, actual.Result, 1e-5, 2e-6, $"result, {title}");
    });

    [Theory, MemberData(nameof(Sets))]
    public void AttendGradient_AnySizes_AgreesWithTheReference(string name) => ForAll((work, title) =>
    {
        var weights = work.Forward(Set(name)).Weights;
        var expected = work.Backward(Reference, weights);
        var actual = work.Backward(Set(name), weights);
        for (var i = 0; i < 3; i++) TensorAssert.Close(expected[i], actual[i], 1e-5, 1e-5, $"gradient {i}, {title}");
    });

    [Theory, MemberData(nameof(Sets))]
    public void AttendGradient_WithoutSavedWeights_GivesTheSameBits(string name) => ForAll((work, title) =>
    {
        var expected = work.Backward(Set(name), work.Forward(Set(name)).Weights);
        var actual = work.Backward(Set(name), []);
        for (var i = 0; i < 3; i++) TensorAssert.SameBits(expected[i], actual[i], $"gradient {i}, {title}");
    });

    private static void ForAll(Action<Work, string> check)
    {
        foreach (var (l, s, e, v) in Sizes)
            foreach (var isCausal in (bool[])[false, true])
                foreach (var variant in (string[])["plain", "masked", "dropped"])
                    check(new Work(l, s, e, v, isCausal, variant), $"{l} × {s}, widths {e} and {v}, causal {isCausal}, {variant}");
    }

    /// <summary>One attention whose matrices are columns of wider ones, as heads are; NaN lies beside them.</summary>
    private sealed class Work
    {
        private readonly int queries, keys, width, valueWidth, stride;
        private readonly bool isCausal;
        private readonly float[] query, key, value, upstream;
        private readonly long[] mask = [];
        private readonly Dropper dropper;

        internal Work(int l, int s, int e, int v, bool isCausal, string variant)
        {
            (queries, keys, width, valueWidth, stride, this.isCausal) = (l, s, e, v, Math.Max(e, v) + 3, isCausal);
            (query, key, value, upstream) = (Matrix(l, e, 1), Matrix(s, e, 2), Matrix(s, v, 3), Matrix(l, v, 4));
            if (variant == "masked") mask = [.. Enumerable.Range(0, l * s).Select(i => i % 3 == 0 || i / Math.Max(1, s) == 2 ? 0L : 1)];
            if (variant == "dropped") dropper = new Dropper(0.3, new CounterRandom(1, RandomPurpose.Dropout));
        }

        internal (float[] Weights, float[] Result) Forward(KernelSet<float> set)
        {
            var block = Block();
            float[] weights = new float[queries * block.RowStride], result = new float[queries * stride];
            set.Attend(block, weights, result, stride);
            return (weights, result);
        }

        internal float[][] Backward(KernelSet<float> set, float[] weights)
        {
            float[][] results = [new float[queries * stride], new float[keys * stride], new float[keys * stride]];
            set.AttendGradient(Block(), weights, new()
            {
                Upstream = upstream, UpstreamStride = stride,
                Query = results[0], QueryStride = stride, Key = results[1], KeyStride = stride, Value = results[2], ValueStride = stride,
            });
            return results;
        }

        private AttentionBlock<float> Block() => new()
        {
            Query = query, QueryStride = stride, Key = key, KeyStride = stride, Value = value, ValueStride = stride,
            Queries = queries, Keys = keys, Width = width, ValueWidth = valueWidth, Scale = 0.7f, IsCausal = isCausal,
            Mask = mask, MaskRow = keys, MaskColumn = 1, Dropper = dropper, FirstElement = 320,
        };

        private float[] Matrix(int rows, int columns, ulong seed)
        {
            var numbers = Unaligned(rows * columns, -1, 1, seed);
            var matrix = new float[rows * stride];
            Array.Fill(matrix, float.NaN);
            for (var row = 0; row < rows; row++) numbers.Slice(row * columns, columns).CopyTo(matrix.AsSpan(row * stride));
            return matrix;
        }
    }
}
