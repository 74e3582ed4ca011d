namespace Tutti.Learning.Modules.Specification;

/// <summary>Classifiers of images, and of anything that can be flattened.</summary>
internal static class ImagePresets
{
    internal static IReadOnlyList<ModelPreset> All { get; } =
    [
        new("mlp", ModelTask.Classification, (input, classes) => [new FlattenSpecification(), .. Perceptron(input.ElementCount, 256, 128, classes)]),
        new("2nn", ModelTask.Classification, (input, classes) => [new FlattenSpecification(), .. Perceptron(input.ElementCount, 200, 200, classes)]),
        new("cnn", ModelTask.Classification,
            (input, classes) => new ImageStack(input).Convolve(32, 3).Pool().Convolve(64, 3).Pool().Finish(128, classes)),
        new("lenet", ModelTask.Classification,
            (input, classes) => new ImageStack(input).Convolve(6, 5, padding: 2).Pool().Convolve(16, 5).Pool().Finish(120, classes)),
        new("cnn-fedavg", ModelTask.Classification,
            (input, classes) => new ImageStack(input).Convolve(32, 5, padding: 2).Pool().Convolve(64, 5, padding: 2).Pool().Finish(512, classes)),
    ];

    private static LayerSpecification[] Perceptron(int inputs, int first, int second, int classes) =>
    [
        new LinearSpecification(inputs, first), new ReluSpecification(),
        new LinearSpecification(first, second), new ReluSpecification(),
        new LinearSpecification(second, classes),
    ];
}
