using Tutti.Learning.Modules.Specification;
using Tutti.Tensors;

namespace Tutti.Learning.Tests.Modules.Specification;

public sealed class WindowLayersTests
{
    [Fact]
    public void Parse_OfPyTorchsFields_BuildsTheLayers()
    {
        var network = ModelSpecification.Parse("""
            [{"type":"Conv1d","in_channels":2,"out_channels":4,"kernel_size":[3],"stride":[2],"padding":[1],"dilation":[1],"groups":2,"bias":false},
             {"type":"MaxPool1d","kernel_size":[3],"stride":[1],"padding":[1],"dilation":[1],"ceil_mode":true},
             {"type":"ConvTranspose1d","in_channels":4,"out_channels":6,"kernel_size":[4],"stride":[3],"padding":[1],"output_padding":[2],"dilation":[1],"groups":2,"bias":true},
             {"type":"AvgPool1d","kernel_size":[2],"stride":[2],"padding":[1],"ceil_mode":true,"count_include_pad":false},
             {"type":"AdaptiveAvgPool1d","output_size":[1]},
             {"type":"Unflatten","dim":2,"unflattened_size":[1,1]},
             {"type":"ConvTranspose2d","in_channels":6,"out_channels":3,"kernel_size":[5,5],"stride":[2,1],"padding":[0,0],"output_padding":[1,0],"dilation":[1,1],"groups":1,"bias":true},
             {"type":"AvgPool2d","kernel_size":[2,2],"stride":[1,2],"padding":[1,0],"ceil_mode":false,"count_include_pad":true},
             {"type":"AdaptiveAvgPool2d","output_size":[1,1]}]
            """).Build();

        Assert.Equal(["0.weight", "2.weight", "2.bias", "6.weight", "6.bias"], network.Parameters.Select(parameter => parameter.Name));
        network.Initialize(1);
        Assert.Equal([5, 3, 1, 1], network.Forward(Tensor.Ones([5, 2, 9])).Shape);
    }

    [Theory]
    [InlineData("""[{"type":"Conv1d","in_channels":1,"out_channels":1,"kernel_size":[3,3]}]""", "KernelSize needs one value. Got [3, 3].")]
    [InlineData("""[{"type":"ConvTranspose1d","in_channels":4,"out_channels":3,"kernel_size":[3],"groups":2}]""", "the groups do not divide")]
    [InlineData("""[{"type":"AdaptiveAvgPool2d","output_size":[1,1,1]}]""", "OutputSize needs a value for height and one for width")]
    [InlineData("""[{"type":"AvgPool1d","kernel_size":[0]}]""", "layer 0")]
    public void Build_OfABrokenLayer_SaysWhatIsWrong(string json, string expected) =>
        Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(() => ModelSpecification.Parse(json).Build()).Message);
}
