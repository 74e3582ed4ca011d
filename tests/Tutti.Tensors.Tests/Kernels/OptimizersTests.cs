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

    [Theory, MemberData(nameof(Sets))]
    public void AdamStep_AnyLength_AgreesWithTheReference(string name)
    {
        foreach (var length in Lengths(name))
            foreach (var settings in AdamCases)
            {
                var gradients = Unaligned(length, -1, 1);
                Span<float> expected = Unaligned(length, -1, 1, seed: 2), actual = Unaligned(length, -1, 1, seed: 2);
                Span<float> expectedMean = Unaligned(length, -1, 1, seed: 3), mean = Unaligned(length, -1, 1, seed: 3);
                Span<float> expectedVariance = Unaligned(length, 0.1f, 1, seed: 4), variance = Unaligned(length, 0.1f, 1, seed: 4);
                Reference.AdamStep(expected, gradients, expectedMean, expectedVariance, settings);
                Set(name).AdamStep(actual, gradients, mean, variance, settings);
                TensorAssert.Close(expected, actual, 0, 1e-6, $"{settings} of {length}");
                TensorAssert.Close(expectedMean, mean, 0, 1e-6, $"mean, {settings} of {length}");
                TensorAssert.Close(expectedVariance, variance, 0, 1e-6, $"variance, {settings} of {length}");
            }
    }

    [Theory, MemberData(nameof(Sets))]
    public void Steps_InPieces_GiveTheSameBits(string name)
    {
        const int Length = 45;
        var gradients = Unaligned(Length, -1, 1);
        Span<float> whole = Unaligned(Length, -1, 1, seed: 2), pieces = Unaligned(Length, -1, 1, seed: 2);
        Span<float> wholeState = Unaligned(2 * Length, 0.1f, 1, seed: 3), piecesState = Unaligned(2 * Length, 0.1f, 1, seed: 3);
        Set(name).SgdStep(whole, gradients, wholeState[..Length], SgdCases[5]);
        Set(name).AdamStep(whole, gradients, wholeState[..Length], wholeState[Length..], AdamCases[2]);
        foreach (var piece in (Range[])[0..7, 7..8, 8..Length])
        {
            Set(name).SgdStep(pieces[piece], gradients[piece], piecesState[..Length][piece], SgdCases[5]);
            Set(name).AdamStep(pieces[piece], gradients[piece], piecesState[..Length][piece], piecesState[Length..][piece], AdamCases[2]);
        }
        TensorAssert.SameBits(whole, pieces);
        TensorAssert.SameBits(wholeState, piecesState);
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
        var error = Assert.Throws<ArgumentException>(() => ParameterUpdate.Adam<float>(new float[3], new float[3], new float[2], new float[3], AdamCases[0]));
        Assert.Equal("Adam: the means do not fit the parameters. Got 2. Expected 3, one a parameter.", error.Message);
    }
}
