using Tutti.Tensors;

namespace Tutti.Learning.Modules.Specification;

/// <summary>Networks that give back their input through a bottleneck. What they give has the shape of a sample.</summary>
internal static class AutoencoderPresets
{
    private const int Kernel = 7, Stride = 2, Padding = 3, OuterChannels = 32, InnerChannels = 16;

    internal static IReadOnlyList<ModelPreset> All { get; } =
    [
        new("autoencoder", ModelTask.Reconstruction, (input, _) => Dense(input)),
        new("autoencoder-conv", ModelTask.Reconstruction, (input, _) => Convolutional(input)),
    ];

    private static LayerSpecification[] Dense(Shape input)
    {
        var count = input.ElementCount;
        if (count == 0) throw new ArgumentException($"Model: the samples are empty. Got {input}. Expected at least one element.");
        LayerSpecification[] layers =
        [
            new LinearSpecification(count, 64), new ReluSpecification(),
            new LinearSpecification(64, 32), new ReluSpecification(),
            new LinearSpecification(32, 16), new ReluSpecification(),
            new LinearSpecification(16, 32), new ReluSpecification(),
            new LinearSpecification(32, 64), new ReluSpecification(),
            new LinearSpecification(64, count),
        ];
        return input.Rank == 1 ? layers : [new FlattenSpecification(), .. layers, new UnflattenSpecification(1, input.ToArray())];
    }

    private static LayerSpecification[] Convolutional(Shape input)
    {
        if (input.Rank is not (1 or 2) || input.ElementCount == 0)
            throw new ArgumentException(
                $"Model: the samples are not sequences. Got {input}. Expected [length] or [channels, length]. " +
                "Choose 'autoencoder', which takes any shape.");
        var (channels, length) = (input.Rank == 1 ? 1 : input[0], input[-1]);
        var half = Halved(length);
        LayerSpecification[] layers =
        [
            Narrow(channels, OuterChannels), new ReluSpecification(),
            Narrow(OuterChannels, InnerChannels), new ReluSpecification(),
            Widen(InnerChannels, OuterChannels, half), new ReluSpecification(),
            Widen(OuterChannels, channels, length),
        ];
        return input.Rank == 1 ? [new UnflattenSpecification(1, [1, length]), .. layers, new FlattenSpecification()] : layers;
    }

    private static Conv1dSpecification Narrow(int channels, int outputs) => new(channels, outputs, [Kernel], [Stride], [Padding]);

    // A narrowing layer makes ⌈length / 2⌉ of a length; without output padding, widening that gives an odd length.
    private static ConvTranspose1dSpecification Widen(int channels, int outputs, int length) =>
        new(channels, outputs, [Kernel], [Stride], [Padding], [(length + 1) % 2]);

    private static int Halved(int length) => (length + 2 * Padding - Kernel) / Stride + 1;
}
