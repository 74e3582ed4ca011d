using Tutti.Tensors;

namespace Tutti.Learning.Modules.Specification;

/// <summary>Stacks convolution, ReLU and pooling layers and keeps count of the image's size.</summary>
internal sealed class ImageStack
{
    private const int PoolSize = 2;

    private readonly List<LayerSpecification> layers = [];
    private readonly Shape sampleShape;
    private int channels, height, width;

    internal ImageStack(Shape sampleShape)
    {
        if (sampleShape.Rank != 3)
            throw new ArgumentException(
                $"Model: the samples are not images. Got {sampleShape}. Expected [channels, height, width]. " +
                "Choose 'mlp', which takes any shape.");
        this.sampleShape = sampleShape;
        (channels, height, width) = (sampleShape[0], sampleShape[1], sampleShape[2]);
    }

    internal ImageStack Convolve(int outputs, int kernel, int padding = 0)
    {
        Check("Conv2d", kernel - 2 * padding);
        layers.Add(new Conv2dSpecification(channels, outputs, [kernel, kernel], Padding: [padding, padding]));
        layers.Add(new ReluSpecification());
        (channels, height, width) = (outputs, height + 2 * padding - kernel + 1, width + 2 * padding - kernel + 1);
        return this;
    }

    internal ImageStack Pool()
    {
        Check("MaxPool2d", PoolSize);
        layers.Add(new MaxPool2dSpecification([PoolSize, PoolSize]));
        (height, width) = (height / PoolSize, width / PoolSize);
        return this;
    }

    internal LayerSpecification[] Finish(int hidden, int classes) =>
    [
        .. layers, new FlattenSpecification(),
        new LinearSpecification(channels * height * width, hidden), new ReluSpecification(),
        new LinearSpecification(hidden, classes),
    ];

    private void Check(string layer, int least)
    {
        if (height >= least && width >= least) return;
        throw new ArgumentException(
            $"Model: the images are too small for layer {layers.Count} ({layer}). Got [{channels}, {height}, {width}], which " +
            $"the layers before make of samples {sampleShape}. Expected at least [{channels}, {least}, {least}]. Choose 'mlp', which takes any size.");
    }
}
