using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Operations;

public sealed class ElementLossesTests
{
    private static readonly Tensor Left = Tensor.From([1f, 2, 3], [3]), Right = Tensor.From([1f, 0, 6], [3]);

    [Fact]
    public void MseLoss_KnownValues_IsTheMeanSquare()
    {
        Assert.Equal(13.0 / 3, Left.MseLoss(Right).ToScalar(), 1e-6);
        Assert.Equal(13, Left.MseLoss(Right, LossReduction.Sum).ToScalar());
        Assert.Equal([0f, 4, 9], Left.MseLoss(Right, LossReduction.None).ToArray<float>());
        Assert.Throws<ArgumentException>(() => Left.MseLoss(Tensor.Zeros([1])));
    }

    [Fact]
    public void L1HuberAndSmoothL1_KnownValues_AreTheirFormulas()
    {
        Assert.Equal([0f, 2, 3], Left.L1Loss(Right, LossReduction.None).ToArray<float>());
        Assert.Equal([0f, 2, 2 * (3 - 1)], Left.HuberLoss(Right, 2, LossReduction.None).ToArray<float>());
        Assert.Equal([0f, 1, 2], Left.SmoothL1Loss(Right, 2, LossReduction.None).ToArray<float>());
        Assert.Equal([0f, 2, 3], Left.SmoothL1Loss(Right, 0, LossReduction.None).ToArray<float>());
    }

    [Fact]
    public void L1Loss_AtZero_HasNoSlope()
    {
        var input = Tensor.From([1f, 3], [2]);
        input.RequiresGradient = true;
        input.L1Loss(Tensor.From([1f, 1], [2]), LossReduction.Sum).Backward();
        Assert.Equal([0f, 1], input.Gradient!.ToArray<float>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void HuberLoss_DeltaOutOfRange_IsRefused(double delta)
    {
        Assert.Contains("delta is out of range", Assert.Throws<ArgumentException>(() => Left.HuberLoss(Right, delta)).Message);
        if (delta != 0) Assert.Contains("beta is out of range", Assert.Throws<ArgumentException>(() => Left.SmoothL1Loss(Right, delta)).Message);
    }

    [Fact]
    public void DifferenceLosses_OfNothing_HaveMeanNaNAndSumZero()
    {
        var nothing = Tensor.Zeros([0, 3]);
        Assert.Equal(double.NaN, nothing.MseLoss(nothing).ToScalar());
        Assert.Equal(0, nothing.L1Loss(nothing, LossReduction.Sum).ToScalar());
    }

    [Fact]
    public void BinaryCrossEntropy_KnownValues_IsTheNegativeLogOfTheProbability()
    {
        var logits = Tensor.From([MathF.Log(3), MathF.Log(3)], [2]);
        var target = Tensor.From([1f, 0], [2]);
        Assert.Equal(-(Math.Log(0.75) + Math.Log(0.25)) / 2, logits.BinaryCrossEntropyWithLogits(target).ToScalar(), 1e-6);
        var weighted = logits.BinaryCrossEntropyWithLogits(target, new()
        {
            Reduction = LossReduction.None, Weights = Tensor.From([2f, 5], [2]), PositiveWeights = Tensor.From([3f], [1]),
        });
        TensorAssert.Close(Tensor.From([(float)(-2 * 3 * Math.Log(0.75)), (float)(-5 * Math.Log(0.25))], [2]), weighted, 1e-6, 0);
    }

    [Fact]
    public void BinaryCrossEntropy_HugeLogits_DoesNotOverflow()
    {
        var loss = Tensor.From([1000f, -1000], [2]).BinaryCrossEntropyWithLogits(Tensor.From([0f, 1], [2]), new() { Reduction = LossReduction.None });
        Assert.Equal([1000f, 1000f], loss.ToArray<float>());
    }

    [Fact]
    public void BinaryCrossEntropy_WrongOperands_SaysWhatFits()
    {
        var target = Tensor.Zeros([3]);
        target.RequiresGradient = true;
        Assert.Contains("Detach()", Assert.Throws<ArgumentException>(() => Left.BinaryCrossEntropyWithLogits(target)).Message);
        Assert.Contains("PositiveWeights", Assert.Throws<ArgumentException>(
            () => Left.BinaryCrossEntropyWithLogits(Right, new() { PositiveWeights = Tensor.Ones([2]) })).Message);
        Assert.Contains("Weights do not fit", Assert.Throws<ArgumentException>(
            () => Left.BinaryCrossEntropyWithLogits(Right, new() { Weights = Tensor.Ones([2, 3]) })).Message);
    }

    [Fact]
    public void KlDiv_KnownValues_IsTheDivergence()
    {
        var input = Tensor.From([MathF.Log(0.5f), MathF.Log(0.5f), MathF.Log(0.25f), MathF.Log(0.75f)], [2, 2]);
        var target = Tensor.From([0f, 1, 0.25f, 0.75f], [2, 2]);
        Assert.Equal(Math.Log(2) / 2, input.KlDiv(target).ToScalar(), 1e-6);
        Assert.Equal(Math.Log(2) / 4, input.KlDiv(target, new() { MeanOverSamples = false }).ToScalar(), 1e-6);
        Assert.Equal(Math.Log(2), input.KlDiv(target, new() { Reduction = LossReduction.Sum }).ToScalar(), 1e-6);
        Assert.Equal(Math.Log(2), input.KlDiv(target.Log(), new() { Reduction = LossReduction.Sum, IsLogTarget = true }).ToScalar(), 1e-6);
        Assert.Contains("no samples", Assert.Throws<ArgumentException>(() => Tensor.Scalar(1).KlDiv(Tensor.Scalar(1))).Message);
    }

    [Fact]
    public void NllLoss_KnownValues_PicksTheLabels()
    {
        var input = Tensor.From([-1f, -2, -3, -4, -5, -6], [2, 3]);
        var labels = Tensor.From([2L, 0], [2]);
        Assert.Equal(3.5, input.NllLoss(labels).ToScalar());
        var options = new NllLossOptions { ClassWeights = Tensor.From([1f, 1, 3], [3]), IgnoredLabel = 7 };
        Assert.Equal((9 + 4) / 4.0, input.NllLoss(labels, options).ToScalar());
        Assert.Equal(3, input.NllLoss(Tensor.From([2L, 7], [2]), options).ToScalar());
        Assert.Equal([9f, 0], input.NllLoss(Tensor.From([2L, 7], [2]), options with { Reduction = LossReduction.None }).ToArray<float>());
        Assert.StartsWith("nll_loss: a label names no class. Got label 3 in row 1",
            Assert.Throws<ArgumentException>(() => input.NllLoss(Tensor.From([0L, 3], [2]))).Message, StringComparison.Ordinal);
        Assert.Contains("Use KlDiv", Assert.Throws<ArgumentException>(() => input.NllLoss(input)).Message);
    }
}
