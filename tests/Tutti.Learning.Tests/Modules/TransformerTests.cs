using Tutti.Learning.Modules;
using Tutti.Learning.Modules.Specification;
using Tutti.Tensors;
using Tutti.Tensors.Random;

namespace Tutti.Learning.Tests.Modules;

public sealed class TransformerTests
{
    [Fact]
    public void TransformerEncoderLayer_Parameters_AreNamedAndOrderedAsPyTorchs() => Assert.Equal(
        [
            "self_attn.in_proj_weight", "self_attn.in_proj_bias", "self_attn.out_proj.weight", "self_attn.out_proj.bias", "linear1.weight", "linear1.bias",
            "linear2.weight", "linear2.bias", "norm1.weight", "norm1.bias", "norm2.weight", "norm2.bias",
        ],
        new TransformerEncoderLayer(8, 2).Parameters.Select(parameter => parameter.Name));

    [Fact]
    public void TransformerEncoderLayer_WithDropout_DropsOnlyWhileTrainingAndTheSameForAStep()
    {
        var layer = new TransformerEncoderLayer(8, 2, new() { FeedForwardWidth = 16, Dropout = 0.5 });
        layer.Initialize(1);
        var input = Input([2, 3, 8]);

        var (first, again, other) = (Train(layer, input, 0), Train(layer, input, 0), Train(layer, input, 1));
        layer.SetTraining(false);
        var answers = layer.Forward(input).ToArray<float>();

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.NotEqual(first, answers);
        Assert.Equal(answers, layer.Forward(input).ToArray<float>());
    }

    [Fact]
    public void TransformerEncoderLayer_InTrainingOutsideOfAStep_SaysWhereNumbersShouldComeFrom()
    {
        var layer = new TransformerEncoderLayer(8, 2, new() { FeedForwardWidth = 16 });
        layer.Initialize(1);
        Assert.Contains("ForwardRandomness", Assert.Throws<InvalidOperationException>(() => layer.Forward(Input([1, 2, 8]))).Message);
    }

    [Fact]
    public void TransformerEncoderLayer_Causal_DoesNotSeeWhatComes()
    {
        var layer = new TransformerEncoderLayer(8, 2, new() { FeedForwardWidth = 16, Dropout = 0, NormFirst = true, Activation = TransformerActivation.Gelu });
        layer.Initialize(1);
        var input = Input([1, 4, 8]);
        var before = layer.Forward(input, isCausal: true).ToArray<float>();

        input.AsSpan<float>()[24..].Fill(9);
        var after = layer.Forward(input, isCausal: true).ToArray<float>();

        Assert.Equal(before[..24], after[..24]);
        Assert.NotEqual(before[24..], after[24..]);
    }

    [Fact]
    public void MultiHeadAttention_InitialValues_AreAsPyTorchs()
    {
        var layer = new MultiHeadAttention(64, 4);
        layer.Initialize(3);
        var values = layer.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value.ToArray<float>());

        Assert.InRange(values["in_proj_weight"].Max(), 0.99 * Math.Sqrt(6.0 / 256), Math.Sqrt(6.0 / 256));
        Assert.InRange(values["out_proj.weight"].Max(), 0.99 / 8, 1.0 / 8);
        Assert.All(values["in_proj_bias"].Concat(values["out_proj.bias"]), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Embedding_InitialValues_AreStandardNormalButForPadding()
    {
        var layer = new Embedding(500, 40, paddingIndex: 2);
        layer.Initialize(3);
        var values = layer.Parameters[0].Value.ToArray<float>();

        Assert.Equal(new float[40], values[80..120]);
        Assert.InRange(values.Average(), -0.03, 0.03);
        Assert.InRange(values.Average(value => value * value), 0.96, 1.04);
    }

    [Fact]
    public void PositionEmbedding_ShorterSequence_UsesTheFirstPositions()
    {
        var layer = new PositionEmbedding(5, 2);
        layer.Initialize(1);
        var weight = layer.Parameters[0].Value.ToArray<float>();

        Assert.Equal([.. weight, .. weight], layer.Forward(Tensor.Zeros([2, 5, 2])).ToArray<float>());
        Assert.Equal([.. weight[..6], .. weight[..6]], layer.Forward(Tensor.Zeros([2, 3, 2])).ToArray<float>());
        Assert.Throws<ArgumentException>(() => layer.Forward(Tensor.Zeros([2, 6, 2])));
    }

    [Fact]
    public void Preset_ForEveryShapeOfSamples_ComputesLogits()
    {
        foreach (Shape sample in (Shape[])[[140], [140, 1], [20, 3], [1, 28, 28]])
        {
            var network = ModelPresets.Create("transformer", sample, 5).Build();
            network.Initialize(1);
            Assert.Equal([2, 5], network.Forward(Tensor.Ones(Shape.Create([2, .. sample.AsSpan()]))).Shape);
        }
    }

    [Fact]
    public void Parse_OfPyTorchsFields_BuildsTheLayers()
    {
        var network = ModelSpecification.Parse("""
            [{"type":"Embedding","num_embeddings":10,"embedding_dim":8,"padding_idx":null},
             {"type":"Dropout","p":0.0},
             {"type":"TransformerEncoderLayer","d_model":8,"nhead":2,"dim_feedforward":12,"dropout":0.0,"activation":"gelu","layer_norm_eps":1e-5,
              "batch_first":true,"norm_first":true,"bias":false},
             {"type":"LayerNorm","normalized_shape":[8],"eps":1e-5,"elementwise_affine":true},
             {"type":"GELU","approximate":"tanh"}]
            """).Build();
        network.Initialize(1);

        Assert.Equal([3, 4, 8], network.Forward(Tensor.Zeros([3, 4], ElementType.Int64)).Shape);
        Assert.DoesNotContain(network.Parameters, parameter => parameter.Name == "2.linear1.bias");
    }

    [Theory]
    [InlineData("""[{"type":"GELU","approximate":"tahn"}]""", "Did you mean 'tanh'?")]
    [InlineData("""[{"type":"TransformerEncoderLayer","d_model":8,"nhead":2}]""", "batch_first")]
    [InlineData("""[{"type":"TransformerEncoderLayer","d_model":8,"nhead":3,"batch_first":true}]""", "do not divide")]
    [InlineData("""[{"type":"Dropout","p":1.5}]""", "probability")]
    [InlineData("""[{"type":"LayerNorm","normalized_shape":[]}]""", "nothing to normalise")]
    public void Parse_OfABrokenLayer_SaysWhatIsWrong(string json, string expected) =>
        Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(() => ModelSpecification.Parse(json).Build()).Message);

    private static float[] Train(Module layer, Tensor input, long step)
    {
        using var randomness = ForwardRandomness.Begin(1, step, 0);
        return layer.Forward(input).ToArray<float>();
    }

    private static Tensor Input(Shape shape)
    {
        var random = new CounterRandom(9, RandomPurpose.Synthetic);
        return Tensor.Uniform(shape, -1, 1, ref random);
    }
}
