using Tutti.Tensors.Kernels;
using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Kernels;

public sealed class LossesTests : KernelTest
{
    private static readonly DifferenceLoss[] DifferenceCases =
    [
        new(DifferenceLossKind.Squared), new(DifferenceLossKind.Absolute), new(DifferenceLossKind.Huber, 0.7), new(DifferenceLossKind.Huber, 0.5, 2),
    ];

    [Theory, MemberData(nameof(Sets))]
    public void Differences_AnyLength_AgreeWithTheReference(string name)
    {
        foreach (var length in Lengths(name))
            foreach (var loss in DifferenceCases)
            {
                var left = Unaligned(length, -3, 3);
                var right = Unaligned(length, -3, 3, seed: 2);
                float[] expected = new float[length], actual = new float[length];
                Reference.DifferenceLosses(loss, left, right, expected);
                Set(name).DifferenceLosses(loss, left, right, actual);
                TensorAssert.Close(expected, actual, 4e-7, 1e-7, $"{loss} of {length}");
                Reference.DifferenceLossGradients(loss, left, right, 0.3f, expected);
                Set(name).DifferenceLossGradients(loss, left, right, 0.3f, actual);
                TensorAssert.Close(expected, actual, 4e-7, 1e-7, $"gradient of {loss} of {length}");
            }
    }

    [Theory, MemberData(nameof(Sets))]
    public void Differences_SpecialValues_AgreeWithTheReference(string name)
    {
        var zeros = new float[Special.Length];
        float[] expected = new float[Special.Length], actual = new float[Special.Length];
        foreach (var loss in DifferenceCases)
        {
            Reference.DifferenceLosses(loss, Special, zeros, expected);
            Set(name).DifferenceLosses(loss, Special, zeros, actual);
            TensorAssert.Close(expected, actual, 4e-7, 0, $"{loss}");
            Reference.DifferenceLossGradients(loss, Special, zeros, 1, expected);
            Set(name).DifferenceLossGradients(loss, Special, zeros, 1, actual);
            TensorAssert.Close(expected, actual, 4e-7, 0, $"gradient of {loss}");
        }
    }

    [Theory, MemberData(nameof(Sets))]
    public void BinaryCrossEntropies_AnyLengthAndWeights_AgreeWithTheReference(string name)
    {
        foreach (var length in Lengths(name))
            foreach (var (hasWeights, hasPositive) in ((bool, bool)[])[(false, false), (true, false), (false, true), (true, true)])
            {
                ReadOnlySpan<float> logits = Unaligned(length, -6, 6), targets = Unaligned(length, 0, 1, seed: 2);
                ReadOnlySpan<float> weights = hasWeights ? Unaligned(length, 0.5f, 2, seed: 3) : [];
                ReadOnlySpan<float> positive = hasPositive ? Unaligned(length, 0.5f, 4, seed: 4) : [];
                float[] expected = new float[length], actual = new float[length];
                Reference.BinaryCrossEntropies(logits, targets, weights, positive, expected);
                Set(name).BinaryCrossEntropies(logits, targets, weights, positive, actual);
                TensorAssert.Close(expected, actual, 1e-6, 2e-6, $"losses of {length}");
                Reference.BinaryCrossEntropyGradients(logits, targets, weights, positive, 0.3f, expected);
                Set(name).BinaryCrossEntropyGradients(logits, targets, weights, positive, 0.3f, actual);
                TensorAssert.Close(expected, actual, 1e-6, 1e-6, $"gradients of {length}");
            }
    }

    [Theory, MemberData(nameof(Sets))]
    public void BinaryCrossEntropies_ExtremeLogits_KeepTheirDigits(string name)
    {
        float[] logits = [-100, -80, -25, -10, -1, 0, 1, 10, 25, 80, 100, 1000, -1000, 3, 4, 5, 6];
        float[] targets = [.. logits.Select(x => x > 0 ? 1f : 0f)], actual = new float[logits.Length];
        Set(name).BinaryCrossEntropies(logits, targets, [], [], actual);
        var exact = Array.ConvertAll(logits, x => (float)Exact(Math.Exp(-Math.Abs((double)x))));
        TensorAssert.Close(exact, actual, 1e-6, 1e-37, "the loss of what is nearly sure");

        // ln(1 + e), whose first terms are exact where e is so small that 1 + e would lose it.
        static double Exact(double e) => e < 1e-5 ? e - e * e / 2 : Math.Log(1 + e);
    }

    [Theory, MemberData(nameof(Sets))]
    public void Totals_AnyLength_AgreeWithTheReference(string name)
    {
        foreach (var length in (int[])[.. Lengths(name), 1023, 1024, 1025, 5000])
        {
            var values = Unaligned(length, -3, 3);
            var size = values.ToArray().Sum(Math.Abs);
            Assert.Equal(Reference.Total(values), Set(name).Total(values), 1.2e-7 * 1024 / 4 * size + 1e-12);
            Assert.Equal(Reference.SquaredNorm(values), Set(name).SquaredNorm(values), 1.2e-7 * 1024 / 4 * 3 * size + 1e-12);
        }
    }

    [Theory, MemberData(nameof(Sets))]
    public void SquaredNorm_LargeValues_DoesNotOverflow(string name)
    {
        var values = new float[3000];
        Array.Fill(values, 1e19f);
        Assert.Equal(3e41, Set(name).SquaredNorm(values), 3e35);
        values[7] = float.NaN;
        Assert.Equal(double.NaN, Set(name).SquaredNorm(values));
        values[7] = float.NegativeInfinity;
        Assert.Equal(double.PositiveInfinity, Set(name).SquaredNorm(values));
    }
}
