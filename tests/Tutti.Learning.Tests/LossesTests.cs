using Tutti.Learning.Losses;
using Tutti.Tensors;
using LossesOfTutti = Tutti.Learning.Losses.Losses;

// Not in a folder Losses: that namespace would hide the library's from the tests around it.
namespace Tutti.Learning.Tests;

public sealed class LossesTests
{
    private static readonly Tensor Output = Tensor.From([-0.5f, -1, -3, -0.25f], [2, 2]);
    private static readonly Tensor Target = Tensor.From([0.25f, 0.75f, 1, 0], [2, 2]);

    [Fact]
    public void Losses_OfATarget_AreTheOperationsMeans()
    {
        (Loss Loss, Tensor Expected)[] cases =
        [
            (LossesOfTutti.CrossEntropy, Output.CrossEntropy(Target)),
            (LossesOfTutti.BinaryCrossEntropy, Output.BinaryCrossEntropyWithLogits(Target)),
            (LossesOfTutti.MeanSquaredError, Output.MseLoss(Target)),
            (LossesOfTutti.MeanAbsoluteError, Output.L1Loss(Target)),
            (LossesOfTutti.Huber, Output.HuberLoss(Target)),
            (LossesOfTutti.HuberWith(0.3), Output.HuberLoss(Target, 0.3)),
            (LossesOfTutti.SmoothL1, Output.SmoothL1Loss(Target)),
            (LossesOfTutti.SmoothL1With(0.3), Output.SmoothL1Loss(Target, 0.3)),
            (LossesOfTutti.KullbackLeibler, Output.KlDiv(Target)),
            (LossesOfTutti.BinaryCrossEntropyWith(new() { PositiveWeights = Tensor.From([3f], [1]) }),
                Output.BinaryCrossEntropyWithLogits(Target, new() { PositiveWeights = Tensor.From([3f], [1]) })),
        ];
        foreach (var (loss, expected) in cases) Assert.Equal(expected.ToScalar(), loss(Output, Target).ToScalar());
        // Huber's and the smooth L1 loss are the same for 1; no other two are.
        Assert.Equal(cases.Length - 1, cases.Select(item => item.Expected.ToScalar()).Distinct().Count());
    }

    [Fact]
    public void Losses_OfLabels_AreTheOperationsMeans()
    {
        var labels = Tensor.From([1L, 0], [2]);
        Assert.Equal(2, LossesOfTutti.NegativeLogLikelihood(Output, labels).ToScalar());
        Assert.Equal(Output.CrossEntropy(labels, new() { LabelSmoothing = 0.1 }).ToScalar(),
            LossesOfTutti.CrossEntropyWith(new() { LabelSmoothing = 0.1 })(Output, labels).ToScalar());
    }
}
