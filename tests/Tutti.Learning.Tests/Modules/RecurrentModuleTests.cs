using Tutti.Learning.Modules;
using Tutti.Learning.Modules.Specification;
using Tutti.Learning.Optimizers;
using Tutti.Tensors;
using Tutti.Tensors.Random;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Modules;

public sealed class RecurrentModuleTests
{
    [Fact]
    public void Lstm_TwoLayers_HasPyTorchsParameters()
    {
        var module = new LSTM(3, 5, new() { LayerCount = 2 });
        Assert.Equal(
            ["weight_ih_l0 [20, 3]", "weight_hh_l0 [20, 5]", "bias_ih_l0 [20]", "bias_hh_l0 [20]",
             "weight_ih_l1 [20, 5]", "weight_hh_l1 [20, 5]", "bias_ih_l1 [20]", "bias_hh_l1 [20]"],
            module.Parameters.Select(parameter => $"{parameter.Name} {parameter.Value.Shape}"));
    }

    [Fact]
    public void Gru_WithoutBias_HasPyTorchsParameters() =>
        Assert.Equal(["weight_ih_l0 [15, 3]", "weight_hh_l0 [15, 5]"],
            new GRU(3, 5, new() { Bias = false }).Parameters.Select(parameter => $"{parameter.Name} {parameter.Value.Shape}"));

    [Fact]
    public void Initialize_DrawsUniformlyByTheNumberOfUnits()
    {
        var module = new GRU(100, 16);
        module.Initialize(3);
        foreach (var parameter in module.Parameters)
        {
            var largest = parameter.Value.ToArray<float>().Max(MathF.Abs);
            Assert.InRange(largest, 0.2f, 0.25f);
        }
    }

    [Fact]
    public void ForwardFrom_HalfTheSequenceTwice_GivesTheSameBitsAsForward()
    {
        var random = new CounterRandom(1, RandomPurpose.Synthetic);
        Tensor first = Tensor.Uniform([2, 3, 4], -1, 1, ref random), second = Tensor.Uniform([2, 3, 4], -1, 1, ref random);
        var both = Tensor.From([.. first.ToArray<float>(), .. second.ToArray<float>()], [4, 3, 4]);
        var lstm = new LSTM(4, 6, new() { LayerCount = 2 });
        var gru = new GRU(4, 6, new() { LayerCount = 2 });
        lstm.Initialize(1);
        gru.Initialize(2);

        var (_, states, cells) = lstm.ForwardFrom(first);
        var lstmRest = lstm.ForwardFrom(second, states, cells).Sequence;
        var gruRest = gru.ForwardFrom(second, gru.ForwardFrom(first).FinalStates).Sequence;
        TensorAssert.SameBits(lstm.Forward(both).ToArray<float>().AsSpan(36), lstmRest.ToArray<float>(), "LSTM");
        TensorAssert.SameBits(gru.Forward(both).ToArray<float>().AsSpan(36), gruRest.ToArray<float>(), "GRU");
    }

    [Fact]
    public void Forward_WithoutValues_Throws() =>
        Assert.Throws<InvalidOperationException>(() => new LSTM(1, 2).Forward(Tensor.Zeros([1, 1, 1])));

    [Fact]
    public void Constructor_SizesBelowOne_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LSTM(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GRU(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GRU(1, 1, new() { LayerCount = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RepeatVector(0));
    }

    [Theory]
    [InlineData("LSTM", "\"bidirectional\":true", "second direction")]
    [InlineData("GRU", "\"dropout\":0.5", "dropout between the layers is not offered. Got 0.5")]
    [InlineData("GRU", "\"proj_size\":2", "proj_size")]
    public void Specification_WhatIsNotOffered_IsRefused(string type, string field, string message)
    {
        var json = $$"""[{"type":"{{type}}","input_size":1,"hidden_size":2,{{field}}}]""";
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => ModelSpecification.Parse(json).Build()).Message);
    }

    [Fact]
    public void Specification_AllFields_BuildTheLayers()
    {
        var network = ModelSpecification.Parse("""
            [{"type":"LSTM","input_size":2,"hidden_size":3,"num_layers":2,"bias":false,"batch_first":true,"dropout":0,
              "bidirectional":false},
             {"type":"GRU","input_size":3,"hidden_size":4,"num_layers":1,"bias":true,"batch_first":true,"bidirectional":false}]
            """).Build();
        network.Initialize(1);
        Assert.Equal([5, 7, 4], network.Forward(Tensor.Ones([5, 7, 2])).Shape);
    }

    [Fact]
    public void RepeatVector_GivesEveryStepTheVector()
    {
        var result = new RepeatVector(3).Forward(Tensor.From([1f, 2, 3, 4], [2, 2]));
        Assert.Equal([1f, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4], result.ToArray<float>());
        Assert.Contains("[2, 3, 4]", Assert.Throws<ArgumentException>(() => new RepeatVector(2).Forward(Tensor.Ones([2, 3, 4]))).Message);
    }

    /// <summary>Whether the first of twelve numbers was positive: only a state that is kept over all steps can know.</summary>
    [Theory]
    [InlineData("LSTM")]
    [InlineData("GRU")]
    public void Training_ASequenceToRemember_IsLearnt(string type)
    {
        const int Samples = 32, Steps = 12;
        var random = new CounterRandom(4, RandomPurpose.Synthetic);
        var input = Tensor.Uniform([Steps, Samples, 1], -1, 1, ref random);
        var target = Tensor.From([.. input.ToArray<float>()[..Samples].Select(value => value > 0 ? 1L : 0L)], [Samples]);
        RecurrentModule recurrent = type == "LSTM" ? new LSTM(1, 12) : new GRU(1, 12);
        var network = new Pair(recurrent);
        network.Initialize(1);
        var optimizer = new Adam(new AdamOptions { LearningRate = 0.02 });
        optimizer.Attach(new ModelParameters(network));
        var loss = 0.0;
        for (var step = 0; step < 300; step++)
        {
            using var scope = TensorScope.Begin();
            network.ClearGradients();
            var current = network.Forward(input).CrossEntropy(target);
            current.Backward();
            optimizer.Step();
            loss = current.ToScalar();
        }
        Assert.InRange(loss, 0, 0.05);
    }

    // The final states, which both kinds give, and a linear layer over them.
    private sealed class Pair : Module
    {
        private readonly RecurrentModule recurrent;
        private readonly Linear head;

        internal Pair(RecurrentModule recurrent)
        {
            this.recurrent = Add("recurrent", recurrent);
            head = Add("head", new Linear(recurrent.Hidden, 2));
        }

        public override Tensor Forward(Tensor input)
        {
            var states = recurrent is LSTM lstm ? lstm.ForwardFrom(input).FinalStates : ((GRU)recurrent).ForwardFrom(input).FinalStates;
            return head.Forward(states.Reshape([input.Shape[1], recurrent.Hidden]));
        }
    }
}
