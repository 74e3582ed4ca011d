using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Kernels;

public sealed class LossesTests : KernelTest
{
    [Theory, MemberData(nameof(Sets))]
    public void Differences_AnyLength_AgreeWithTheReference(string name)
    {
        foreach (var length in (int[])[.. Lengths(name), 1023, 1024, 1025, 5000])
        {
            var left = Unaligned(length, -3, 3);
            var right = Unaligned(length, -3, 3, seed: 2);
            float[] expected = new float[length], actual = new float[length];
            Reference.ScaledDifferences(left, right, 0.7f, expected);
            Set(name).ScaledDifferences(left, right, 0.7f, actual);
            TensorAssert.Close(expected, actual, 3e-7, 0, $"scaled differences of {length}");
            Reference.SquaredDifferences(left, right, expected);
            Set(name).SquaredDifferences(left, right, actual);
            TensorAssert.Close(expected, actual, 3e-7, 0, $"squared differences of {length}");
            var sum = Reference.SumOfSquaredDifferences(left, right);
            Assert.Equal(sum, Set(name).SumOfSquaredDifferences(left, right), 1.2e-7 * 1024 / 4 * sum);
        }
    }
}
