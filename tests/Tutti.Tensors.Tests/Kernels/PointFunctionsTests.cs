using Tutti.Tensors.Kernels;
using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Kernels;

public sealed class PointFunctionsTests : KernelTest
{
    private delegate void Unary(KernelSet<float> set, ReadOnlySpan<float> values, Span<float> result);

    private delegate void Binary(KernelSet<float> set, ReadOnlySpan<float> saved, ReadOnlySpan<float> upstream, Span<float> result);

    // Made of arithmetic and comparisons alone.
    private static readonly (string Name, Unary Run)[] Exact =
    [
        ("shift", (set, x, y) => set.Shift(x, 0.3f, y)), ("sqrt", (set, x, y) => set.Sqrt(x, y)), ("abs", (set, x, y) => set.Abs(x, y)),
        ("leaky relu", (set, x, y) => set.LeakyRelu(x, 0.2f, y)), ("clamp", (set, x, y) => set.Clamp(x, -0.5f, 0.7f, y)),
        ("clamp from above", (set, x, y) => set.Clamp(x, float.NegativeInfinity, 0.7f, y)),
        ("clamp, bounds exchanged", (set, x, y) => set.Clamp(x, 0.7f, -0.5f, y)),
    ];

    private static readonly (string Name, Binary Run)[] ExactGradients =
    [
        ("sqrt", (set, x, g, y) => set.SqrtGradient(x, g, y)), ("abs", (set, x, g, y) => set.AbsGradient(x, g, y)),
        ("leaky relu", (set, x, g, y) => set.LeakyReluGradient(x, g, 0.2f, y)),
        ("clamp", (set, x, g, y) => set.ClampGradient(x, g, -0.5f, 0.7f, y)),
    ];

    private static readonly float[] Exponents = [0, 1, 2, 3, 4, 5, -1, -2, -3, 0.5f, -0.5f, 1.5f, 2.7f];

    [Theory, MemberData(nameof(Sets))]
    public void ExactFunctions_AnyLength_GiveTheBitsOfTheReference(string name)
    {
        foreach (var length in Lengths(name))
        {
            var values = Unaligned(length, -2, 2);
            var upstream = Unaligned(length, -3, 3, seed: 2);
            float[] expected = new float[length], actual = new float[length];
            foreach (var (function, run) in Exact)
            {
                run(Reference, values, expected);
                run(Set(name), values, actual);
                TensorAssert.SameBits(expected, actual, $"{function} of {length}");
            }
            foreach (var (function, run) in ExactGradients)
            {
                run(Reference, values, upstream, expected);
                run(Set(name), values, upstream, actual);
                TensorAssert.SameBits(expected, actual, $"gradient of {function} of {length}");
            }
        }
    }

    [Theory, MemberData(nameof(Sets))]
    public void ExactFunctions_SpecialValues_AgreeWithTheReference(string name)
    {
        var upstream = Enumerable.Repeat(1.5f, Special.Length).ToArray();
        float[] expected = new float[Special.Length], actual = new float[Special.Length];
        foreach (var (function, run) in Exact)
        {
            run(Reference, Special, expected);
            run(Set(name), Special, actual);
            TensorAssert.Close(expected, actual, 0, 0, function);
        }
        foreach (var (function, run) in ExactGradients)
        {
            run(Reference, Special, upstream, expected);
            run(Set(name), Special, upstream, actual);
            TensorAssert.Close(expected, actual, 0, 0, $"gradient of {function}");
        }
    }

    [Theory, MemberData(nameof(Sets))]
    public void Powers_AnyLengthAndSpecialValues_AgreeWithTheReference(string name)
    {
        foreach (var exponent in Exponents)
        {
            foreach (var length in Lengths(name))
            {
                var values = Unaligned(length, 0.1f, 3);
                for (var i = 0; i < length; i += 2)
                    if (exponent == MathF.Round(exponent)) values[i] = -values[i];
                var upstream = Unaligned(length, -3, 3, seed: 2);
                float[] expected = new float[length], actual = new float[length];
                Reference.Pow(values, exponent, expected);
                Set(name).Pow(values, exponent, actual);
                TensorAssert.Close(expected, actual, 5e-7, 0, $"power {exponent} of {length}");
                Reference.PowGradient(values, upstream, exponent, expected);
                Set(name).PowGradient(values, upstream, exponent, upstream);
                TensorAssert.Close(expected, upstream, 1e-6, 0, $"gradient of power {exponent} of {length}");
            }
            float[] wanted = new float[Special.Length], given = new float[Special.Length];
            Reference.Pow(Special, exponent, wanted);
            Set(name).Pow(Special, exponent, given);
            // Reciprocals of overflown powers lose what lies below the normal range.
            TensorAssert.Close(wanted, given, 5e-7, 1.2e-38, $"power {exponent}");
        }
    }

    [Theory, MemberData(nameof(Sets))]
    public void Log_OverAllMagnitudes_IsRelativelyExact(string name)
    {
        var values = new float[20_000];
        for (var i = 0; i < values.Length; i++) values[i] = (float)Math.Exp(-102 + i * 190.0 / values.Length);
        float[] near = [0.99999994f, 1.0000001f, 0.999f, 1.001f, 0.70710677f, 0.7071069f, 1.4142134f, 1.4142137f, float.Epsilon,
            float.MaxValue, 1.1754944e-38f];
        CheckRelative(name, [.. values, .. near, .. Unaligned(20_000, 0.4f, 2.5f)], (set, x, y) => set.Log(x, y), Math.Log, 2e-7, "ln");
    }

    [Theory, MemberData(nameof(Sets))]
    public void Softplus_OverItsRange_IsRelativelyExact(string name)
    {
        foreach (var (beta, threshold) in ((float, float)[])[(1, 20), (2, 5), (0.5f, 30), (-1, 20)])
        {
            double Exact(double x) => (float)x * beta > threshold ? x : SoftplusOf(beta * x) / beta;
            CheckRelative(name, Unaligned(50_003, -40, 40).ToArray(), (set, x, y) => set.Softplus(x, beta, threshold, y), Exact, 4e-7,
                $"softplus with {beta}, {threshold}");
        }
    }

    [Theory, MemberData(nameof(Sets))]
    public void Softplus_AnyLengthAndSpecialValues_AgreesWithTheReference(string name)
    {
        foreach (var length in Lengths(name))
        {
            var values = Unaligned(length, -9, 9);
            var upstream = Unaligned(length, -3, 3, seed: 2);
            float[] expected = new float[length], actual = new float[length];
            Reference.Softplus(values, 2, 10, expected);
            Set(name).Softplus(values, 2, 10, actual);
            TensorAssert.Close(expected, actual, 6e-7, 0, $"softplus of {length}");
            Reference.SoftplusGradient(values, upstream, 2, 10, expected);
            Set(name).SoftplusGradient(values, upstream, 2, 10, upstream);
            TensorAssert.Close(expected, upstream, 6e-7, 0, $"gradient of softplus of {length}");
        }
        float[] wanted = new float[Special.Length], given = new float[Special.Length];
        Reference.Softplus(Special, 1, 20, wanted);
        Set(name).Softplus(Special, 1, 20, given);
        TensorAssert.Close(wanted, given, 6e-7, 3e-45, "softplus");
    }

    [Theory, MemberData(nameof(Sets))]
    public void Functions_NaN_StaysNaN(string name)
    {
        float[] values = [float.NaN, 1], result = new float[2];
        Unary[] functions =
        [
            (set, x, y) => set.Log(x, y), (set, x, y) => set.Sqrt(x, y), (set, x, y) => set.Abs(x, y),
            (set, x, y) => set.LeakyRelu(x, 0.1f, y), (set, x, y) => set.Softplus(x, 1, 20, y),
            (set, x, y) => set.Clamp(x, 0, 1, y), (set, x, y) => set.Pow(x, 2, y),
        ];
        foreach (var run in functions)
        {
            run(Set(name), values, result);
            Assert.True(float.IsNaN(result[0]));
            Assert.False(float.IsNaN(result[1]));
        }
    }

    // By its series where the exponential is small: the runtime's logarithm of 1 + x is not exact there.
    private static double SoftplusOf(double x)
    {
        var e = Math.Exp(-Math.Abs(x));
        return Math.Max(x, 0) + (e < 1e-4 ? e - e * e / 2 + e * e * e / 3 : Math.Log(1 + e));
    }

    private static void CheckRelative(string name, float[] values, Unary run, Func<double, double> exact, double tolerance, string what)
    {
        var actual = new float[values.Length];
        run(Set(name), values, actual);
        for (var i = 0; i < values.Length; i++)
        {
            var expected = exact(values[i]);
            Assert.True(Math.Abs(actual[i] - expected) <= tolerance * Math.Abs(expected),
                $"{what} of {values[i]:R}: expected {expected:R}, got {actual[i]:R}, off by {Math.Abs(actual[i] / expected - 1):G3}.");
        }
    }
}
