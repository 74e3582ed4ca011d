using System.Numerics;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Operations;
using Tutti.Tensors.Tests.Kernels;

namespace Tutti.Tensors.Tests.Operations;

public sealed class MatMulDriverTests
{
    public static TheoryData<string> Sets => [.. KernelSelector.Available.Select(set => set.Name)];

    [Theory, MemberData(nameof(Sets))]
    public void Run_OnOneToFourThreads_GivesTheSameBits(string name)
    {
        var kernels = KernelSelector.Available.Single(set => set.Name == name);
        (int, int, int)[] sizes = [(64, 256, 784), (256, 131, 401), (64, 10, 128), (2100, 9, 81), (3, 7, 0), (0, 5, 5), (200, 200, 0)];
        foreach (var (m, n, k) in sizes)
        {
            var shape = new MatMulCase(m, n, k)
            {
                TransposeA = m > 100, TransposeB = n > 100, Bias = true, Relu = true, Accumulate = n == 9, Gap = 1,
            };
            var operands = shape.Create();
            var expected = operands.WithCopyOfC();
            shape.Run(kernels, expected);
            for (var threads = 1; threads <= 4; threads++)
            {
                using var scope = ComputeThreads.Use(threads);
                var actual = operands.WithCopyOfC();
                Drive(kernels, shape, actual);
                Assert.Equal(expected.C.Select(BitConverter.SingleToInt32Bits), actual.C.Select(BitConverter.SingleToInt32Bits));
            }
        }
    }

    [Fact]
    public void Run_Double_AgreesWithTheKernel()
    {
        var shape = new MatMulCase(100, 90, 120) { Bias = true };
        var operands = shape.Create().Select(value => (double)value);
        var expected = operands.WithCopyOfC();
        shape.Run(KernelSelector.For<double>(), expected);
        using var scope = ComputeThreads.Use(3);
        Drive(KernelSelector.For<double>(), shape, operands);
        Assert.Equal(expected.C.AsSpan(), operands.C.AsSpan());
    }

    [Fact]
    public void Run_HelpersRunBefore_AllocatesNothing()
    {
        using var scope = ComputeThreads.Use(2);
        var shape = new MatMulCase(64, 256, 784) { TransposeB = true, Bias = true };
        var operands = shape.Create();
        var kernels = KernelSelector.For<float>();
        // The runtime takes memory once where a thread first has to sleep, which depends on how busy the machine is: what every product
        // takes shows in each of the rounds.
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10; i++) Drive(kernels, shape, operands);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }

    private static void Drive<T>(KernelSet<T> kernels, MatMulCase shape, Operands<T> operands)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        MatMulDriver.Run(
            kernels, shape.M, shape.N, shape.K,
            MatMulCase.Inside(operands.A), shape.ARowStride, shape.AColumnStride,
            MatMulCase.Inside(operands.B), shape.BRowStride, shape.BColumnStride,
            MatMulCase.Inside(operands.C), shape.CRowStride,
            new MatMulEpilogue<T> { Accumulate = shape.Accumulate, Relu = shape.Relu, Bias = MatMulCase.Inside(operands.Bias) });
}
