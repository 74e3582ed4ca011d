using Tutti.Tensors.Kernels;
using Tutti.Tensors.Random;

namespace Tutti.Tensors.Tests.Kernels;

public sealed class MatMulTests
{
    public static TheoryData<string> Sets => [.. KernelSelector.Available.Select(set => set.Name)];

    private static KernelSet<float> Find(string name) => KernelSelector.Available.Single(set => set.Name == name);

    [Theory, MemberData(nameof(Sets))]
    public void MatMul_SizesAroundTheRegisterWidth_AgreesWithReference(string name)
    {
        var width = name == "reference" ? 4 : int.Parse(name) / 32;
        int[] sizes = [0, 1, width - 1, width, width + 1, 2 * width + 3];
        foreach (var m in sizes)
            foreach (var n in sizes)
                foreach (var k in sizes)
                    AssertAgrees(
                        Find(name),
                        new MatMulCase(m, n, k) { Gap = (m + n) % 3, Bias = n % 2 == 0, Relu = k % 2 == 0, Accumulate = m % 2 == 0 });
    }

    [Theory, MemberData(nameof(Sets))]
    public void MatMul_EveryTranspositionAndEpilogue_AgreesWithReference(string name)
    {
        for (var bits = 0; bits < 64; bits++)
            AssertAgrees(Find(name), new MatMulCase(37, 45, 29)
            {
                TransposeA = (bits & 1) != 0, TransposeB = (bits & 2) != 0, Gap = (bits & 4) != 0 ? 5 : 0,
                Accumulate = (bits & 8) != 0, Bias = (bits & 16) != 0, Relu = (bits & 32) != 0,
            });
    }

    [Theory, MemberData(nameof(Sets))]
    public void MatMul_RandomCases_AgreeWithReference(string name)
    {
        var random = new CounterRandom(11, RandomPurpose.Synthetic);
        for (var trial = 0; trial < 150; trial++)
            AssertAgrees(Find(name), RandomCase(ref random, 90));
    }

    [Theory, MemberData(nameof(Sets))]
    public void MatMul_LargerThanEveryBlock_AgreesWithReference(string name)
    {
        foreach (var transpositions in new[] { 0, 1, 2, 3 })
        {
            var shape = new MatMulCase(0, 0, 0)
            {
                TransposeA = transpositions % 2 == 1, TransposeB = transpositions >= 2, Bias = true, Gap = 1,
            };
            AssertAgrees(Find(name), shape with { M = 331, N = 70, K = 601, Accumulate = true });
            AssertAgrees(Find(name), shape with { M = 13, N = 1100, K = 530, Relu = true });
            AssertAgrees(Find(name), shape with { M = 1100, N = 10, K = 530, Accumulate = true, Relu = true });
        }
    }

    [Theory, MemberData(nameof(Sets))]
    public void MatMul_ComputedInPieces_GivesTheSameBits(string name)
    {
        var random = new CounterRandom(12, RandomPurpose.Synthetic);
        for (var trial = 0; trial < 60; trial++)
        {
            var shape = RandomCase(ref random, 70) with { K = random.NextInt32(600) };
            if (shape.M == 0 || shape.N == 0) continue;
            var whole = shape.Create();
            var pieces = whole.WithCopyOfC();
            shape.Run(Find(name), whole);
            int row = random.NextInt32(shape.M), column = random.NextInt32(shape.N);
            shape.RunPart(Find(name), pieces, 0, row, 0, shape.N);
            shape.RunPart(Find(name), pieces, row, shape.M - row, 0, column);
            shape.RunPart(Find(name), pieces, row, shape.M - row, column, shape.N - column);
            Assert.Equal(whole.C.Select(BitConverter.SingleToInt32Bits), pieces.C.Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Theory, MemberData(nameof(Sets))]
    public void MatMul_DifferentLayoutsOfTheSameMatrices_GiveTheSameBits(string name)
    {
        var shape = new MatMulCase(70, 90, 531) { Bias = true, Accumulate = true };
        var plain = shape.Create();
        var turned = shape with { TransposeA = true, TransposeB = true };
        var copy = plain.WithCopyOfC() with { A = Turn(plain.A, 70, 531), B = Turn(plain.B, 531, 90) };
        shape.Run(Find(name), plain);
        turned.Run(Find(name), copy);
        Assert.Equal(plain.C.Select(BitConverter.SingleToInt32Bits), copy.C.Select(BitConverter.SingleToInt32Bits));
    }

    [Theory, MemberData(nameof(Sets))]
    public void MatMul_NaNInOneRow_ReachesThatRowOnly(string name)
    {
        var shape = new MatMulCase(19, 21, 17) { Relu = true };
        var operands = shape.Create();
        MatMulCase.Inside(operands.A)[4 * shape.ARowStride + 5] = float.NaN;
        shape.Run(Find(name), operands);
        for (var i = 0; i < shape.M; i++)
            for (var j = 0; j < shape.N; j++)
                Assert.Equal(i == 4, float.IsNaN(MatMulCase.Inside(operands.C)[i * shape.CRowStride + j]));
    }

    [Theory, MemberData(nameof(Sets))]
    public void MatMul_RunBefore_AllocatesNothing(string name)
    {
        var shape = new MatMulCase(65, 35, 40) { Bias = true, TransposeB = true };
        var operands = shape.Create();
        var kernels = Find(name);
        shape.Run(kernels, operands);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++) shape.Run(kernels, operands);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static MatMulCase RandomCase(ref CounterRandom random, int largest) =>
        new(random.NextInt32(largest), random.NextInt32(largest), random.NextInt32(largest))
    {
        TransposeA = random.NextInt32(2) == 0, TransposeB = random.NextInt32(2) == 0,
        Accumulate = random.NextInt32(2) == 0, Bias = random.NextInt32(2) == 0, Relu = random.NextInt32(2) == 0,
        Gap = random.NextInt32(4), Seed = random.NextUInt32(),
    };

    // Each of the k + 2 roundings of a sum moves it by at most ε/2 of Σ|a||b| + |c| + |bias|.
    private static void AssertAgrees(KernelSet<float> kernels, MatMulCase shape)
    {
        var actual = shape.Create();
        var expected = actual.Select(value => (double)value);
        var sizes = actual.Select(value => (double)MathF.Abs(value));
        shape.Run(kernels, actual);
        shape.Run(KernelSelector.For<double>(), expected);
        shape.Run(KernelSelector.For<double>(), sizes);
        for (var index = 0; index < actual.C.Length; index++)
        {
            var tolerance = double.IsNaN(sizes.C[index]) ? 0 : Math.Pow(2, -24) * (shape.K + 2) * sizes.C[index] + float.Epsilon;
            var isRight = double.IsNaN(expected.C[index])
                ? float.IsNaN(actual.C[index])
                : Math.Abs(actual.C[index] - expected.C[index]) <= tolerance;
            Assert.True(
                isRight, $"{kernels.Name} {shape}: element {index} is {actual.C[index]}, expected {expected.C[index]} ± {tolerance}.");
        }
    }

    private static float[] Turn(float[] values, int rows, int columns)
    {
        var result = (float[])values.Clone();
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) MatMulCase.Inside(result)[j * rows + i] = MatMulCase.Inside(values)[i * columns + j];
        return result;
    }
}
