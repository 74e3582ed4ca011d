using Tutti.Learning.Modules;
using Tutti.Learning.Modules.Specification;
using Tutti.Tensors;

namespace Tutti.Learning.Tests.Modules.Specification;

public sealed class ModelSpecificationTests
{
    [Fact]
    public void Parse_OfWhatWasWritten_GivesTheSameModel()
    {
        foreach (var name in ModelPresets.Names)
        {
            var model = ModelPresets.Create(name, name == "autoencoder-conv" ? [1, 28] : [1, 28, 28], 10);
            var read = ModelSpecification.Parse(model.ToJson());
            Assert.Equal(model.ToJson(), read.ToJson());
            Assert.Equal(
                model.Build().Parameters.Select(parameter => (parameter.Name, parameter.Value.Shape)),
                read.Build().Parameters.Select(parameter => (parameter.Name, parameter.Value.Shape)));
        }
    }

    [Fact]
    public void Parse_OfPyTorchsFields_BuildsTheLayers()
    {
        var network = ModelSpecification.Parse("""
            [{"in_channels":2,"type":"Conv2d","out_channels":4,"kernel_size":[3,3],"stride":[2,2],"padding":[1,1],"dilation":[1,1],"groups":2,"bias":false},
             {"type":"ReLU"},
             {"type":"MaxPool2d","kernel_size":[2,2],"stride":[2,2],"padding":[0,0],"dilation":[1,1],"ceil_mode":true},
             {"type":"Flatten","start_dim":1,"end_dim":-1},
             {"type":"Linear","in_features":16,"out_features":3,"bias":true}]
            """).Build();
        Assert.Equal(["0.weight", "4.weight", "4.bias"], network.Parameters.Select(parameter => parameter.Name));
        network.Initialize(1);
        Assert.Equal([5, 3], network.Forward(Tensor.Ones([5, 2, 6, 6])).Shape);
    }

    [Fact]
    public void Parse_OfLayersThatReduce_BuildsThem()
    {
        const string Json = """
            [{"type":"Select","dim":1,"index":-1},{"type":"LeakyReLU","negative_slope":0.5},{"type":"Mean","dim":-1},
             {"type":"Softplus","beta":1,"threshold":2}]
            """;
        var model = ModelSpecification.Parse(Json);
        Assert.Equal([5f], model.Build().Forward(Tensor.From([0f, 0, 0, -4, 4, 13], [1, 2, 3])).ToArray<float>());
        Assert.Equal(model.ToJson(), ModelSpecification.Parse(model.ToJson()).ToJson());
    }

    [Theory]
    [InlineData("{}", "not a list")]
    [InlineData("[]", "no layers")]
    [InlineData("[", "not a list of layers")]
    [InlineData("""[{"type":"Linaer","in_features":1,"out_features":1}]""", "Did you mean 'Linear'?")]
    [InlineData("""[{"in_features":1}]""", "layer 0 has an unknown type")]
    [InlineData("""[{"type":"Linear","in_features":1}]""", "layer 0 (Linear) lacks a field. Got no 'out_features'")]
    [InlineData("""[{"type":"Linear","in_features":1,"out_features":1,"biass":true}]""", "Got 'biass'. Did you mean 'bias'?")]
    [InlineData("""[{"type":"ReLU","inplace":true}]""", "unknown field. Got 'inplace'. Expected none.")]
    [InlineData("""[{"type":"Linear","in_features":1.5,"out_features":1}]""", "a value that does not fit at $[0].in_features")]
    [InlineData("""[{"type":"Linear","in_features":1,"out_features":1,"in_features":2}]""", "in_features")]
    [InlineData("""[{"type":"GELU","approximate":null}]""", "a value that does not fit at $[0]")]
    [InlineData("""[{"type":"Unflatten","dim":1,"unflattened_size":null}]""", "a value that does not fit at $[0]")]
    [InlineData("""[{"type":"Conv1d","in_channels":1,"out_channels":1,"kernel_size":"3"}]""", "a value that does not fit at $[0].kernel_size")]
    [InlineData("""[{"type":"LSTM","input_size":28,"hidden_size":1073741824}]""", "layer 0")]
    [InlineData("""[{"type":"Linear","in_features":40000,"out_features":40000}]""", "at most 2 GiB a tensor")]
    [InlineData("""[{"type":"MaxPool2d","kernel_size":[2,2,2]}]""", "[2, 2]")]
    [InlineData("""[{"type":"Select","dim":1}]""", "index")]
    [InlineData("""[{"type":"Softplus","beta":0}]""", "layer 0")]
    [InlineData("""[{"type":"Linear","in_features":0,"out_features":1}]""", "layer 0")]
    public void ParseAndBuild_OfABrokenModel_SaysWhere(string json, string expected)
    {
        var message = Assert.ThrowsAny<ArgumentException>(() => ModelSpecification.Parse(json).Build()).Message;

        Assert.Contains(expected, message);
        // A model file knows neither .NET's types nor constructors.
        Assert.DoesNotContain("Tutti.Learning", message);
        Assert.DoesNotContain("(Parameter", message);
    }

    [Fact]
    public void Parse_OneNumberForAllSizes_IsAsPyTorchReadsIt()
    {
        var model = ModelSpecification.Parse("""
            [{"type":"Conv2d","in_channels":1,"out_channels":2,"kernel_size":3,"stride":2,"padding":1},{"type":"LayerNorm","normalized_shape":4},
             {"type":"AdaptiveAvgPool2d","output_size":1},{"type":"Flatten"},{"type":"Unflatten","dim":1,"unflattened_size":[2,1]},
             {"type":"MaxPool1d","kernel_size":1}]
            """);
        var network = model.Build();
        network.Initialize(1);

        Assert.Equal([3, 2, 1], network.Forward(Tensor.Ones([3, 1, 7, 7])).Shape);
        Assert.Equal(model.ToJson(), ModelSpecification.Parse(model.ToJson()).ToJson());
    }
}
