using Tutti.Tensors.Kernels;
using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Kernels;

public sealed class OptimizersTests : KernelTest
{
    private static readonly SgdSettings[] SgdCases =
    [
        new(0.1, 0, 0, 0, false, true), new(0.1, 0, 0, 0.01, false, false), new(0.1, 0.9, 0, 0, false, true), new(0.1, 0.9, 0, 0.01, false, false),
        new(0.1, 0.9, 0.5, 0.01, false, false), new(0.1, 0.9, 0, 0.01, true, false),
    ];

    private static readonly AdamSettings[] AdamCases =
    [
        new(1e-3, 0.9, 0.999, 1e-8, 0, false, 0.1, 0.001), new(1e-3, 0.9, 0.999, 1e-8, 0.1, false, 0.6, 0.02), new(1e-3, 0.9, 0.999, 1e-8, 0.1, true, 0.6, 0.02),
    ];

    [Theory, MemberData(nameof(Sets))]
    public void SgdStep_AnyLength_AgreesWithTheReference(string name)
    {
        foreach (var length in Lengths(name))
            foreach (var settings in SgdCases)
            {
                var gradients = Unaligned(length, -1, 1);
                Span<float> expected = Unaligned(length, -1, 1, seed: 2), actual = Unaligned(length, -1, 1, seed: 2);
                var hasMomentum = settings.Momentum != 0;
                Span<float> expectedMomentum = hasMomentum ? Unaligned(length, -1, 1, seed: 3) : [], momentum = hasMomentum ? Unaligned(length, -1, 1, seed: 3) : [];
                Reference.SgdStep(expected, gradients, expectedMomentum, settings);
                Set(name).SgdStep(actual, gradients, momentum, settings);
                TensorAssert.Close(expected, actual, 0, 1e-6, $"{settings} of {length}");
                TensorAssert.Close(expectedMomentum, momentum, 0, 1e-6, $"momentum, {settings} of {length}");
            }
    }

    /// <summary>How a step is called: the set, parameters, gradients, three memories.</summary>
    private delegate void Step(KernelSet<float> set, Span<float> p, ReadOnlySpan<float> g, Span<float> a, Span<float> b, Span<float> c);

    private static readonly RmsPropSettings RmsProp = new(0.01, 0.9, 1e-8, 0.5, 0.01);

    private static readonly LambSettings Lamb = new(0.01, 0.9, 0.999, 1e-6, 0.01, 0.6, 0.02);

    private static IEnumerable<(string Name, Step Run)> Steps()
    {
        foreach (var settings in AdamCases)
        {
            yield return ($"{settings}", (set, p, g, a, b, c) => set.AdamStep(p, g, a, b, [], settings));
            yield return ($"AMSGrad {settings}", (set, p, g, a, b, c) => set.AdamStep(p, g, a, b, c, settings));
        }
        yield return ("plain RMSprop", (set, p, g, a, b, c) => set.RmsPropStep(p, g, a, [], [], RmsProp));
        yield return ("RMSprop with momentum", (set, p, g, a, b, c) => set.RmsPropStep(p, g, a, [], c, RmsProp));
        yield return ("centred RMSprop with momentum", (set, p, g, a, b, c) =>
        {
            // A mean that the variance exceeds, as in life; beyond it the root of a difference of rounding errors would be compared.
            for (var i = 0; i < b.Length; i++) b[i] *= 0.1f;
            set.RmsPropStep(p, g, a, b, c, RmsProp);
        });
        yield return ("Adagrad", (set, p, g, a, b, c) => set.AdagradStep(p, g, a, new(0.01, 1e-10, 0.01)));
        yield return ("Adadelta", (set, p, g, a, b, c) => set.AdadeltaStep(p, g, a, b, new(1, 0.9, 1e-6, 0.01)));
    }

    [Theory, MemberData(nameof(Sets))]
    public void Steps_AnyLength_AgreeWithTheReference(string name)
    {
        foreach (var length in Lengths(name))
            foreach (var (title, step) in Steps())
            {
                var gradients = Unaligned(length, -1, 1);
                Span<float> expected = Unaligned(length, -1, 1, seed: 2), actual = Unaligned(length, -1, 1, seed: 2);
                Span<float> expectedMemory = Unaligned(3 * length, 0.1f, 1, seed: 3), memory = Unaligned(3 * length, 0.1f, 1, seed: 3);
                Run(Reference, step, expected, gradients, expectedMemory);
                Run(Set(name), step, actual, gradients, memory);
                TensorAssert.Close(expected, actual, 0, 1e-6, $"{title} of {length}");
                TensorAssert.Close(expectedMemory, memory, 0, 2e-6, $"memories of {title} of {length}");
            }
    }

    [Theory, MemberData(nameof(Sets))]
    public void Lamb_AnyLength_AgreesWithTheReference(string name)
    {
        foreach (var length in (int[])[.. Lengths(name), 1023, 1025, 3000])
        {
            var gradients = Unaligned(length, -1, 1);
            Span<float> expected = Unaligned(length, -1, 1, seed: 2), actual = Unaligned(length, -1, 1, seed: 2);
            Span<float> expectedMemory = Unaligned(2 * length, 0.1f, 1, seed: 3), memory = Unaligned(2 * length, 0.1f, 1, seed: 3);
            var wanted = Reference.LambMoments(expected, gradients, expectedMemory[..length], expectedMemory[length..], Lamb);
            var found = Set(name).LambMoments(actual, gradients, memory[..length], memory[length..], Lamb);
            Assert.Equal(wanted.Parameters, found.Parameters, 1e-5 * wanted.Parameters + 1e-12);
            Assert.Equal(wanted.Updates, found.Updates, 1e-5 * wanted.Updates + 1e-12);
            Reference.LambStep(expected, expectedMemory[..length], expectedMemory[length..], 0.03, Lamb);
            Set(name).LambStep(actual, memory[..length], memory[length..], 0.03, Lamb);
            TensorAssert.Close(expected, actual, 0, 1e-6, $"parameters of {length}");
            TensorAssert.Close(expectedMemory, memory, 0, 1e-6, $"memories of {length}");
        }
    }

    [Theory, MemberData(nameof(Sets))]
    public void RmsPropStep_GradientsThatNeverChange_StaysFinite(string name)
    {
        var parameters = new float[37];
        var gradients = Unaligned(37, 0.1f, 1);
        float[] variance = new float[37], mean = new float[37];
        for (var step = 0; step < 400; step++)
            Set(name).RmsPropStep(parameters, gradients, variance, mean, [], new(1e-6, 0.9, 1e-3, 0, 0));
        Assert.All(parameters, value => Assert.True(float.IsFinite(value) && value < 0, $"{value}"));
    }

    [Theory, MemberData(nameof(Sets))]
    public void Steps_InPieces_GiveTheSameBits(string name)
    {
        const int Length = 45;
        (string Name, Step Run)[] steps = [("SGD", (set, p, g, a, b, c) => set.SgdStep(p, g, a, SgdCases[5])), .. Steps()];
        foreach (var (title, step) in steps)
        {
            var gradients = Unaligned(Length, -1, 1);
            Span<float> whole = Unaligned(Length, -1, 1, seed: 2), pieces = Unaligned(Length, -1, 1, seed: 2);
            Span<float> wholeMemory = Unaligned(3 * Length, 0.1f, 1, seed: 3), memory = Unaligned(3 * Length, 0.1f, 1, seed: 3);
            Run(Set(name), step, whole, gradients, wholeMemory);
            foreach (var piece in (Range[])[0..7, 7..8, 8..Length])
                step(Set(name), pieces[piece], gradients[piece], memory[..Length][piece], memory[Length..(2 * Length)][piece], memory[(2 * Length)..][piece]);
            TensorAssert.SameBits(whole, pieces, title);
            TensorAssert.SameBits(wholeMemory, memory, title);
        }
    }

    [Fact]
    public void SgdStep_FirstStep_IgnoresWhatTheBufferHeld()
    {
        float[] parameters = [1f], momentum = [float.NaN];
        ParameterUpdate.Sgd<float>(parameters, [2f], momentum, new(0.5, 0.9, 0.5, 0, false, true));
        Assert.Equal(2f, momentum[0]);
        Assert.Equal(0f, parameters[0]);
    }

    [Fact]
    public void Updates_LengthsDiffer_SayWhichAndHowMany()
    {
        var error = Assert.Throws<ArgumentException>(() => ParameterUpdate.Adam<float>(new float[3], new float[3], new float[2], new float[3], [], AdamCases[0]));
        Assert.Equal("Adam: the means do not fit the parameters. Got 2. Expected 3, one a parameter.", error.Message);
    }

    [Fact]
    public void Lamb_ByHand_ScalesTheStepByTheNormsOfTheLayer()
    {
        double[] parameters = [3, -4], mean = [0, 0], variance = [0, 0];
        ParameterUpdate.Lamb<double>(parameters, [0.5, 0.25], mean, variance, new(0.1, 0.9, 0.99, 0, 0.2, 0.1, 0.01));
        // In the first step the corrected moments are g and g², so r = sign(g) + 0.2 p = (1.6, 0.2).
        var ratio = 5 / Math.Sqrt(1.6 * 1.6 + 0.2 * 0.2);
        Assert.Equal(3 - 0.1 * ratio * 1.6, parameters[0], 1e-12);
        Assert.Equal(-4 - 0.1 * ratio * 0.2, parameters[1], 1e-12);
    }

    [Theory]
    [InlineData(0, 0.5, -0.1)]
    [InlineData(2, 0, 2)]
    public void Lamb_OfALayerOrStepOfZeros_TakesTheRatioForOne(double parameter, double gradient, double expected)
    {
        double[] parameters = [parameter];
        ParameterUpdate.Lamb<double>(parameters, [gradient], new double[1], new double[1], new(0.1, 0.9, 0.99, 1e-30, 0, 0.1, 0.01));
        Assert.Equal(expected, parameters[0], 1e-12);
    }

    private static void Run(KernelSet<float> set, Step step, Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> memory)
    {
        var length = parameters.Length;
        step(set, parameters, gradients, memory[..length], memory[length..(2 * length)], memory[(2 * length)..]);
    }
}
