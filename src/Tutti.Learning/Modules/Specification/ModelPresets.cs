using Tutti.Tensors;

namespace Tutti.Learning.Modules.Specification;

/// <summary>The models that come with Tutti, by name. The first layer follows the data's shape, the last its number of classes.</summary>
public static class ModelPresets
{
    private static readonly Dictionary<string, Func<Shape, int, LayerSpecification[]>> Makers = new()
    {
        ["mlp"] = (input, classes) => [new FlattenSpecification(), .. Perceptron(input.ElementCount, 256, 128, classes)],
        ["2nn"] = (input, classes) => [new FlattenSpecification(), .. Perceptron(input.ElementCount, 200, 200, classes)],
        ["cnn"] = (input, classes) => new ImageStack(input).Convolve(32, 3).Pool().Convolve(64, 3).Pool().Finish(128, classes),
        ["lenet"] = (input, classes) => new ImageStack(input).Convolve(6, 5, padding: 2).Pool().Convolve(16, 5).Pool().Finish(120, classes),
        ["cnn-fedavg"] = (input, classes) =>
            new ImageStack(input).Convolve(32, 5, padding: 2).Pool().Convolve(64, 5, padding: 2).Pool().Finish(512, classes),
    };

    /// <summary>All names, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Makers.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Makes the model for data of a shape.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="sampleShape">The shape of one sample; image models need <c>[channels, height, width]</c>.</param>
    /// <param name="classCount">The number of classes, at least 2.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">An unknown name (the nearest is named), or samples that do not fit the model.</exception>
    public static ModelSpecification Create(string name, Shape sampleShape, int classCount)
    {
        if (!Makers.TryGetValue(name, out var make))
            throw new ArgumentException(
                $"Model: unknown preset. Got '{name}'. {NearestName.Suggest(name, Names)}");
        if (classCount < 2)
            throw new ArgumentException($"Model: there is nothing to tell apart. Got {classCount} classes. Expected at least 2.");
        return new ModelSpecification(make(sampleShape, classCount));
    }

    private static LayerSpecification[] Perceptron(int inputs, int first, int second, int classes) =>
    [
        new LinearSpecification(inputs, first), new ReluSpecification(),
        new LinearSpecification(first, second), new ReluSpecification(),
        new LinearSpecification(second, classes),
    ];

    /// <summary>Stacks convolution, ReLU and pooling layers and keeps count of the image's size.</summary>
    private sealed class ImageStack
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
}
