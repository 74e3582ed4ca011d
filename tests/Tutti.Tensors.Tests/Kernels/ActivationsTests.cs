using Tutti.Tensors.Kernels;
using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Kernels;

public sealed class ActivationsTests : KernelTest
{
    private delegate void Unary(KernelSet<float> set, ReadOnlySpan<float> values, Span<float> result);

    private delegate void Binary(KernelSet<float> set, ReadOnlySpan<float> output, ReadOnlySpan<float> upstream, Span<float> result);

    private static readonly (string Name, Unary Run, Func<double, double> Exact, float Range)[] Functions =
    [
        ("relu", (set, x, y) => set.Relu(x, y), x => x < 0 ? 0 : x, 5),
        ("exp", (set, x, y) => set.Exp(x, y), Math.Exp, 85),
        ("sigmoid", (set, x, y) => set.Sigmoid(x, y), x => x > 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x)), 85),
        ("tanh", (set, x, y) => set.Tanh(x, y), Math.Tanh, 10),
    ];

    private static readonly (string Name, Binary Run)[] Gradients =
    [
        ("relu", (set, y, g, x) => set.ReluGradient(y, g, x)), ("sigmoid", (set, y, g, x) => set.SigmoidGradient(y, g, x)),
        ("tanh", (set, y, g, x) => set.TanhGradient(y, g, x)),
    ];

    [Theory, MemberData(nameof(Sets))]
    public void Functions_OverTheirRange_AreRelativelyExact(string name)
    {
        foreach (var (function, run, exact, range) in Functions)
        {
            var values = Unaligned(100_003, -range, range);
            var actual = new float[values.Length];
            run(Set(name), values, actual);
            for (var i = 0; i < values.Length; i++)
            {
                var expected = exact(values[i]);
                Assert.True(Math.Abs(actual[i] - expected) <= 2e-7 * Math.Abs(expected),
                    $"{function}({values[i]:R}): expected {expected:R}, got {actual[i]:R}, off by {Math.Abs(actual[i] / expected - 1):G3}.");
            }
        }
    }

    [Theory, MemberData(nameof(Sets))]
    public void Functions_NearZero_AreRelativelyExact(string name)
    {
        foreach (var (function, run, exact, _) in Functions)
        {
            var values = new float[] { 1e-30f, -1e-30f, 1e-8f, -1e-8f, 1e-4f, -1e-4f, 0.01f, -0.01f, 0.62499994f, 0.6250001f };
            var actual = new float[values.Length];
            run(Set(name), values, actual);
            for (var i = 0; i < values.Length; i++)
                Assert.True(Math.Abs(actual[i] - exact(values[i])) <= 2e-7 * Math.Abs(exact(values[i])), $"{function}({values[i]:R}) = {actual[i]:R}");
        }
    }

    [Theory, MemberData(nameof(Sets))]
    public void Functions_AnyLength_GiveEachElementTheSameBits(string name)
    {
        foreach (var (function, run, _, range) in Functions)
        {
            var values = Unaligned(200, -range, range);
            var all = new float[200];
            run(Set(name), values, all);
            foreach (var length in Lengths(name))
            {
                var part = new float[length];
                run(Set(name), values[3..][..length], part);
                TensorAssert.SameBits(all.AsSpan(3, length), part, $"{function} of {length}");
            }
        }
    }

    [Theory, MemberData(nameof(Sets))]
    public void Functions_SpecialValues_AgreeWithTheReference(string name)
    {
        foreach (var (function, run, _, _) in Functions)
        {
            float[] expected = new float[Special.Length], actual = new float[Special.Length];
            run(Reference, Special, expected);
            run(Set(name), Special, actual);
            // Below the normal range one step is much more than 2e-7.
            TensorAssert.Close(expected, actual, 3e-7, 3e-45, function);
        }
    }

    [Theory, MemberData(nameof(Sets))]
    public void Relu_OfNaNAndNegativeZero_IsNaNAndZero(string name)
    {
        var result = new float[3];
        Set(name).Relu([float.NaN, -0f, float.NegativeInfinity], result);
        Assert.True(float.IsNaN(result[0]));
        Assert.Equal([0f, 0f], result[1..]);
    }

    [Theory, MemberData(nameof(Sets))]
    public void Gradients_AnyLength_AgreeWithTheReference(string name)
    {
        foreach (var (function, run) in Gradients)
            foreach (var length in Lengths(name))
            {
                var output = Unaligned(length, -1, 1);
                var upstream = Unaligned(length, -2, 2, seed: 2);
                var expected = new float[length];
                run(Reference, output, upstream, expected);
                run(Set(name), output, upstream, upstream);
                TensorAssert.Close(expected, upstream, 3e-7, 1e-9, $"{function} of {length}");
            }
    }

    [Theory, MemberData(nameof(Sets))]
    public void Log_OfSpecialValues_IsTheirLogarithm(string name)
    {
        var result = new float[4];
        Set(name).Log([0f, -1f, 1f, float.PositiveInfinity], result);
        Assert.Equal([float.NegativeInfinity, float.NaN, 0f, float.PositiveInfinity], result);
    }
}
