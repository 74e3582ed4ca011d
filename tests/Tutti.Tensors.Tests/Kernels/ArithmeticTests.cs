using Tutti.Tensors.Kernels;
using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Kernels;

/// <summary>Each result is rounded once, so every set must give the reference's bits.</summary>
public sealed class ArithmeticTests : KernelTest
{
    private delegate void Kernel(KernelSet<float> set, ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> result);

    private static readonly (string Name, Kernel Run)[] All =
    [
        ("add", (set, a, b, c) => set.Add(a, b, c)), ("subtract", (set, a, b, c) => set.Subtract(a, b, c)),
        ("multiply", (set, a, b, c) => set.Multiply(a, b, c)), ("divide", (set, a, b, c) => set.Divide(a, b, c)),
        ("scale", (set, a, _, c) => set.Scale(a, 0.3f, c)),
    ];

    [Theory, MemberData(nameof(Sets))]
    public void Arithmetic_AnyLength_GivesTheBitsOfTheReference(string name)
    {
        foreach (var length in Lengths(name))
        {
            var left = Unaligned(length, -3, 3);
            var right = Unaligned(length, -3, 3, seed: 2);
            foreach (var (kernel, run) in All)
            {
                var expected = new float[length];
                var actual = new float[length];
                run(Reference, left, right, expected);
                run(Set(name), left, right, actual);
                TensorAssert.SameBits(expected, actual, $"{kernel} of {length}");
            }
        }
    }

    [Theory, MemberData(nameof(Sets))]
    public void Arithmetic_ResultIsAnOperand_GivesTheSame(string name)
    {
        foreach (var (kernel, run) in All)
        {
            var right = Unaligned(19, -3, 3, seed: 2);
            var expected = new float[19];
            run(Reference, Unaligned(19, -3, 3), right, expected);
            var inPlace = Unaligned(19, -3, 3);
            run(Set(name), inPlace, right, inPlace);
            TensorAssert.SameBits(expected, inPlace, kernel);
        }
    }

    [Theory, MemberData(nameof(Sets))]
    public void Arithmetic_SpecialValues_GiveWhatTheReferenceGives(string name)
    {
        foreach (var (kernel, run) in All)
            foreach (var other in Special)
            {
                var right = Enumerable.Repeat(other, Special.Length).ToArray();
                float[] expected = new float[Special.Length], actual = new float[Special.Length];
                run(Reference, Special, right, expected);
                run(Set(name), Special, right, actual);
                TensorAssert.Close(expected, actual, 0, 0, $"{kernel} with {other}");
            }
    }
}
