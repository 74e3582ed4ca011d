using Tutti.Tensors.Operations;
using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Operations;

public sealed class RecurrentLayersTests
{
    [Theory]
    [InlineData(4, 6, 12, 9, 24, 2, true)]
    [InlineData(3, 4, 200, 3, 16, 1, false)]
    public void Layers_AnyNumberOfThreads_GiveTheSameBits(
        int gates, int steps, int batch, int inputs, int hidden, int layers, bool batchFirst)
    {
        var expected = Compute(1);
        foreach (var threads in (int[])[2, 3, 5])
        {
            var actual = Compute(threads);
            for (var i = 0; i < expected.Length; i++) TensorAssert.SameBits(expected[i], actual[i], $"tensor {i} on {threads} threads");
        }

        Tensor[] Compute(int threads)
        {
            using var chosen = ComputeThreads.Use(threads);
            var input = Random(batchFirst ? [batch, 40 * steps, inputs] : [40 * steps, batch, inputs], 1);
            var weights = Weights(gates, inputs, hidden, layers);
            Tensor[] leaves =
                [input, .. weights.SelectMany(layer => (Tensor[])[layer.Input, layer.Recurrent, layer.InputBias!, layer.RecurrentBias!])];
            foreach (var leaf in leaves) leaf.RequiresGradient = true;
            var (sequence, states) = Run(gates, input, weights, batchFirst);
            Tensor.Backward([sequence, states], [Random(sequence.Shape, 50), Random(states.Shape, 51)]);
            return [sequence, states, .. leaves.Select(leaf => leaf.Gradient!)];
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(3)]
    public void Layers_StepByStep_GiveTheSameBitsAsTheWholeSequence(int gates)
    {
        var weights = Weights(gates, 3, 5, 2);
        var input = Random([4, 2, 3], 1);
        var (sequence, finals) = Run(gates, input, weights, batchFirst: false);

        Tensor? states = null, cells = null;
        for (var step = 0; step < 4; step++)
        {
            var one = Tensor.From(input.AsSpan<float>().Slice(step * 6, 6), [1, 2, 3]);
            Tensor output;
            if (gates == 4) (output, states, cells) = one.Lstm(weights, states, cells);
            else (output, states) = one.Gru(weights, states);
            TensorAssert.SameBits(sequence.ToArray<float>().AsSpan(step * 10, 10), output.ToArray<float>(), $"step {step}");
        }
        TensorAssert.SameBits(finals, states!, "final states");
    }

    [Fact]
    public void Lstm_WithoutSteps_GivesTheInitialStatesBack()
    {
        var states = Random([1, 2, 4], 5);
        var (sequence, finals, cells) = Tensor.Zeros([0, 2, 3]).Lstm(Weights(4, 3, 4, 1), states);
        Assert.Equal([0, 2, 4], sequence.Shape);
        TensorAssert.SameBits(states, finals);
        TensorAssert.SameBits(Tensor.Zeros([1, 2, 4]), cells);
    }

    [Fact]
    public void Lstm_BatchFirst_GivesTheSameBitsAsTimeFirst()
    {
        var weights = Weights(4, 3, 4, 2);
        var input = Random([5, 2, 3], 1);
        var timeFirst = input.Lstm(weights);
        var batchFirst = input.Transpose(0, 1).Contiguous().Lstm(weights, batchFirst: true);
        TensorAssert.SameBits(timeFirst.Sequence, batchFirst.Sequence.Transpose(0, 1));
        TensorAssert.SameBits(timeFirst.FinalCells, batchFirst.FinalCells);
    }

    [Fact]
    public void Lstm_ManySteps_AllocateNoMoreManagedMemoryThanFew()
    {
        var weights = Weights(4, 2, 8, 1);
        foreach (var weight in weights) weight.Recurrent.RequiresGradient = true;
        Tensor few = Random([2, 3, 2], 1), many = Random([200, 3, 2], 1);
        Measure(few);
        Measure(many);
        Assert.Equal(Measure(few), Measure(many));

        long Measure(Tensor input)
        {
            using var chosen = ComputeThreads.Use(1);
            var before = GC.GetAllocatedBytesForCurrentThread();
            using (TensorScope.Begin()) input.Lstm(weights).Sequence.Sum().Backward();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    public static TheoryData<string, Func<Tensor>, string> Mistakes => new()
    {
        {
            "rank", () => Tensor.Zeros([2, 3]).Lstm(Weights(4, 3, 4, 1)).Sequence,
            "lstm: the input has the wrong number of dimensions. Got [2, 3]"
        },
        { "no layers", () => Tensor.Zeros([2, 1, 3]).Gru([]).Sequence, "gru: no layers" },
        { "inputs", () => Tensor.Zeros([2, 1, 5]).Lstm(Weights(4, 3, 4, 1)).Sequence, "input weight of layer 0 does not fit. Got [16, 3]" },
        { "gates", () => Tensor.Zeros([2, 1, 3]).Gru(Weights(4, 3, 4, 1)).Sequence, "Expected [12, 3]" },
        { "type", () => Tensor.Zeros([2, 1, 3], ElementType.Float64).Gru(Weights(3, 3, 4, 1)).Sequence, "element types differ" },
        { "whole numbers", () => Tensor.Zeros([2, 1, 3], ElementType.Int64).Gru(Weights(3, 3, 4, 1)).Sequence, "whole numbers" },
        {
            "states", () => Tensor.Zeros([2, 1, 3]).Gru(Weights(3, 3, 4, 2), Tensor.Zeros([1, 1, 4])).Sequence,
            "initial states do not fit. Got [1, 1, 4]"
        },
        {
            "cells", () => Tensor.Zeros([2, 1, 3]).Lstm(Weights(4, 3, 4, 1), null, Tensor.Zeros([1, 2, 4])).Sequence,
            "initial cells do not fit. Got [1, 2, 4]"
        },
        {
            "one bias", () => Tensor.Zeros([2, 1, 3]).Lstm([Weights(4, 3, 4, 1)[0] with { RecurrentBias = null }]).Sequence,
            "a bias is missing"
        },
        {
            "order", () => Tensor.Zeros([2, 1, 3]).Lstm([Weights(4, 3, 3, 1)[0] with { Input = Random([3, 12], 1).Transpose() }]).Sequence,
            "input weight of layer 0 must be contiguous"
        },
        { "no units", () => Tensor.Zeros([2, 1, 3]).Lstm([new(Tensor.Zeros([0, 3]), Tensor.Zeros([0, 0]))]).Sequence, "no hidden units" },
    };

    [Theory, MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public void Layers_OperandsThatDoNotFit_SayWhich(string what, Func<Tensor> compute, string message)
    {
        var error = Assert.Throws<ArgumentException>(compute);
        Assert.True(error.Message.Contains(message, StringComparison.Ordinal), $"{what}: {error.Message}");
    }

    private static (Tensor Sequence, Tensor States) Run(int gates, Tensor input, RecurrentWeights[] weights, bool batchFirst)
    {
        if (gates == 3)
        {
            var (sequence, states) = input.Gru(weights, null, batchFirst);
            return (sequence, states);
        }
        var lstm = input.Lstm(weights, null, null, batchFirst);
        return (lstm.Sequence, lstm.FinalStates);
    }

    private static RecurrentWeights[] Weights(int gates, int inputs, int hidden, int layers) =>
    [
        .. Enumerable.Range(0, layers).Select(layer => new RecurrentWeights(
            Random([gates * hidden, layer == 0 ? inputs : hidden], (ulong)(10 + 4 * layer)),
            Random([gates * hidden, hidden], (ulong)(11 + 4 * layer)),
            Random([gates * hidden], (ulong)(12 + 4 * layer)), Random([gates * hidden], (ulong)(13 + 4 * layer)))),
    ];

    private static Tensor Random(Shape shape, ulong seed) =>
        GradientCheck.Convert(GradientCheck.Uniform(shape, -0.5, 0.5, seed), ElementType.Float32);
}
