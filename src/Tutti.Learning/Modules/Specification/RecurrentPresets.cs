using Tutti.Tensors;

namespace Tutti.Learning.Modules.Specification;

/// <summary>
/// Models of sequences. A sample <c>[T, F]</c> is T steps of F features, <c>[T]</c> T steps of one, an image <c>[1, H, W]</c> H steps of
/// its rows.
/// </summary>
internal static class RecurrentPresets
{
    private const int Hidden = 64, Code = 16;

    internal static IReadOnlyList<ModelPreset> All { get; } =
    [
        new("lstm", ModelTask.Classification, Classifier),
        new("autoencoder-lstm", ModelTask.Reconstruction, (input, _) => Autoencoder(input)),
    ];

    /// <summary>The class from the states after the last step.</summary>
    private static LayerSpecification[] Classifier(Shape sample, int classes)
    {
        var (_, features) = Sequence(sample);
        return
        [
            .. ToSequence(sample), new LstmSpecification(features, Hidden, BatchFirst: true), new SelectSpecification(1, -1),
            new LinearSpecification(Hidden, classes),
        ];
    }

    /// <summary>
    /// The states after the last step, brought down to a code of 16 numbers; the decoder sees the code at every step and gives the
    /// features of that step (Cho et al. 2014, where the code enters every step of the decoder; its own output is not fed back).
    /// </summary>
    private static LayerSpecification[] Autoencoder(Shape sample)
    {
        var (steps, features) = Sequence(sample);
        return
        [
            .. ToSequence(sample), new LstmSpecification(features, Hidden, BatchFirst: true), new SelectSpecification(1, -1),
            new LinearSpecification(Hidden, Code), new RepeatVectorSpecification(steps),
            new LstmSpecification(Code, Hidden, BatchFirst: true), new LinearSpecification(Hidden, features), .. FromSequence(sample),
        ];
    }

    private static (int Steps, int Features) Sequence(Shape sample) => sample switch
    {
        { Rank: 1 } => (sample[0], 1),
        { Rank: 2 } => (sample[0], sample[1]),
        { Rank: 3 } when sample[0] == 1 => (sample[1], sample[2]),
        _ => throw new ArgumentException(
            $"Model: the samples are no sequences. Got {sample}. Expected [time], [time, features] or an image [1, height, width]. " +
            "Choose 'mlp', which takes any shape."),
    };

    private static LayerSpecification[] ToSequence(Shape sample) => sample.Rank switch
    {
        1 => [new UnflattenSpecification(1, [sample[0], 1])],
        2 => [],
        _ => [new FlattenSpecification(1, 2)],
    };

    private static LayerSpecification[] FromSequence(Shape sample) => sample.Rank switch
    {
        1 => [new FlattenSpecification()],
        2 => [],
        _ => [new UnflattenSpecification(1, [1, sample[1]])],
    };
}
