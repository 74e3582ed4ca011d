using System.Runtime.InteropServices;

namespace Tutti.Tensors.Tests;

public sealed class TensorTests
{
    [Fact]
    public void From_CopiesValuesInRowMajorOrder()
    {
        var tensor = Tensor.From([1f, 2, 3, 4, 5, 6], [2, 3]);
        Assert.Equal([1f, 4, 2, 5, 3, 6], tensor.Transpose().ToArray<float>());
        Assert.Equal(ElementType.Float32, tensor.ElementType);
    }

    [Fact]
    public void From_WithTooFewValues_NamesBothCounts()
    {
        var error = Assert.Throws<ArgumentException>(() => Tensor.From([1f, 2], [3]));
        Assert.Contains("2", error.Message);
        Assert.Contains("[3]", error.Message);
    }

    [Fact]
    public void Borrow_SharesMemoryWithItsOwner()
    {
        var memory = new float[] { 1, 2, 3, 4 };
        var tensor = Tensor.Borrow(memory.AsMemory(), [2, 2]);
        memory[3] = 9;
        tensor.AsSpan<float>()[0] = 7;
        Assert.Equal([7f, 2, 3, 9], tensor.ToArray<float>());
        Assert.Equal(7, memory[0]);
    }

    [Fact]
    public void AsSpan_OfAnotherTypeOrANonContiguousView_IsRefused()
    {
        var tensor = Tensor.Zeros([2, 3]);
        Assert.Throws<InvalidOperationException>(() => tensor.AsSpan<double>().Length);
        Assert.Contains("Contiguous()", Assert.Throws<InvalidOperationException>(() => tensor.Transpose().AsSpan<float>().Length).Message);
    }

    [Theory]
    [InlineData(new[] { 0, 2, 3, 1 })]
    [InlineData(new[] { 3, 2, 1, 0 })]
    [InlineData(new[] { 1, 0, 3, 2 })]
    [InlineData(new[] { 0, 1, 2, 3 })]
    public void Permute_ThenContiguous_MovesEveryElement(int[] order)
    {
        Shape shape = [2, 3, 4, 17];
        var tensor = Tensor.From(Enumerable.Range(0, shape.ElementCount).Select(i => (double)i).ToArray(), shape);
        var permuted = tensor.Permute(order);
        var values = permuted.ToArray<double>();
        var position = 0;
        var index = new int[4];
        for (index[order[0]] = 0; index[order[0]] < shape[order[0]]; index[order[0]]++)
            for (index[order[1]] = 0; index[order[1]] < shape[order[1]]; index[order[1]]++)
                for (index[order[2]] = 0; index[order[2]] < shape[order[2]]; index[order[2]]++)
                    for (index[order[3]] = 0; index[order[3]] < shape[order[3]]; index[order[3]]++)
                        Assert.Equal(((index[0] * 3 + index[1]) * 4 + index[2]) * 17 + index[3], values[position++]);
    }

    [Fact]
    public void Memory_IsAlignedToCacheLines()
    {
        for (var size = 1; size < 100; size += 7) Assert.Equal(0, AddressOf(Tensor.Zeros([size])) % 64);
    }

    [Fact]
    public void ToScalar_OfSeveralElements_IsRefused() =>
        Assert.Contains("[2]", Assert.Throws<InvalidOperationException>(() => Tensor.Ones([2]).ToScalar()).Message);

    [Fact]
    public void Sum_OfManySmallNumbers_KeepsItsPrecision()
    {
        var tensor = Tensor.Full([1 << 20], 0.1);
        Assert.Equal((double)0.1f * (1 << 20), tensor.Sum().ToScalar(), 0.01);
    }

    [Fact]
    public void MatMul_WithInnerDimensionsThatDiffer_NamesBothShapes()
    {
        var error = Assert.Throws<ArgumentException>(() => Tensor.Zeros([32, 128]).MatMul(Tensor.Zeros([64, 10])));
        Assert.Contains("[32, 128] · [64, 10]", error.Message);
    }

    private static long AddressOf(Tensor tensor)
    {
        ref var first = ref MemoryMarshal.GetReference(tensor.AsSpan<float>());
        return (long)System.Runtime.CompilerServices.Unsafe.ByteOffset(ref System.Runtime.CompilerServices.Unsafe.NullRef<float>(), ref first);
    }

    [Fact]
    public void MatMul_BatchesOfEmptyInnerDimension_GiveZeros()
    {
        var product = Tensor.Ones([2, 3, 0]).MatMul(Tensor.Ones([2, 0, 4]));
        Assert.Equal(new float[24], product.ToArray<float>());
    }

    [Fact]
    public void MatMul_MatricesOfOneColumnInAnyMemoryOrder_AreRead()
    {
        float[] values = [.. Enumerable.Range(1, 35)];
        // 7 matrices [5, 1], both strides 7; their transposes have an inner size of 1.
        var columns = Tensor.From(values, [5, 1, 7]).Permute(2, 0, 1);
        var rows = Tensor.From(values, [5, 1, 7]).Permute(2, 1, 0);
        var product = columns.MatMul(rows);
        var expected = columns.Contiguous().MatMul(rows.Contiguous());
        Assert.Equal(expected.ToArray<float>(), product.ToArray<float>());
        Assert.Equal(8 * 15, product.ToArray<float>()[1 * 5 + 2]);
    }

    [Fact]
    public void Linear_WithoutOutputs_GivesItsInputAGradientOfZeros()
    {
        var input = Tensor.Ones([2, 5]);
        input.RequiresGradient = true;
        // What the pool hands out next is not zero by chance.
        using (TensorScope.Begin()) Tensor.Full([2, 5], 7).AsSpan<float>().Fill(7);
        input.Linear(Tensor.Zeros([0, 5])).Sum().Backward();
        Assert.Equal(new float[10], input.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Conv2d_WithoutChannels_GivesTheBias()
    {
        var result = Tensor.Zeros([2, 0, 4, 4]).Conv2d(Tensor.Zeros([3, 0, 3, 3]), Tensor.From([1f, 2f, 3f], [3]));
        Assert.Equal([.. Enumerable.Repeat<float[]>([1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3], 2).SelectMany(x => x)], result.ToArray<float>());
    }

    [Fact]
    public void Borrow_NoMemory_IsAnEmptyTensor()
    {
        var empty = Tensor.Borrow(Memory<float>.Empty, [0, 3]);
        Assert.Empty(empty.ToArray<float>());
        Assert.Equal([0f, 0f, 0f], empty.Sum([0]).ToArray<float>());
    }

    [Fact]
    public void Flatten_LastBeforeFirst_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Tensor.Ones([2, 3, 4]).Flatten(2, 1));

    [Fact]
    public void Sum_DimensionNamedTwice_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Tensor.Ones([2, 3]).Sum([0, -2]));

    [Fact]
    public void Shape_WithAZeroAnywhere_HasNoElementsWhateverTheOthers()
    {
        Assert.Equal(0, Tensor.Zeros([0, 70000, 70000]).ElementCount);
        Assert.Equal(0, Tensor.Zeros([70000, 70000, 0]).ElementCount);
    }
}
