using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Operations;

public sealed class CrossEntropiesTests
{
    [Fact]
    public void CrossEntropy_KnownValues_IsTheNegativeLogOfTheProbability()
    {
        var logits = Tensor.From([0f, MathF.Log(3), 0, 0], [2, 2]);
        var labels = Tensor.From([1L, 0], [2]);
        TensorAssert.Close(Tensor.From([-MathF.Log(0.75f), MathF.Log(2)], [2]),
            logits.CrossEntropy(labels, new() { Reduction = LossReduction.None }), 1e-6, 0);
        Assert.Equal((-Math.Log(0.75) + Math.Log(2)) / 2, logits.CrossEntropy(labels).ToScalar(), 1e-7);
    }

    [Fact]
    public void CrossEntropy_HugeLogits_DoesNotOverflow()
    {
        var loss = Tensor.From([1000f, 0, -1000, 0], [2, 2]).CrossEntropy(Tensor.From([1L, 0], [2]), new() { Reduction = LossReduction.None });
        Assert.Equal([1000f, 1000f], loss.ToArray<float>());
    }

    [Fact]
    public void CrossEntropy_LabelOutOfRange_NamesRowLabelAndClasses()
    {
        var error = Assert.Throws<ArgumentException>(() => Tensor.Zeros([2, 3]).CrossEntropy(Tensor.From([0L, 3], [2])));
        Assert.StartsWith("cross_entropy: a label names no class. Got label 3 in row 1 for 3 classes. Expected 0 to 2.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Tensor.Zeros([2, 3]).CrossEntropy(Tensor.From([-1L, 0], [2])));
    }

    [Fact]
    public void CrossEntropy_AllLabelsIgnored_HasMeanNaNAndSumZero()
    {
        var labels = Tensor.From([-100L, -100], [2]);
        var options = new CrossEntropyOptions { IgnoredLabel = -100 };
        Assert.True(double.IsNaN(Tensor.Zeros([2, 3]).CrossEntropy(labels, options).ToScalar()));
        Assert.Equal(0, Tensor.Zeros([2, 3]).CrossEntropy(labels, options with { Reduction = LossReduction.Sum }).ToScalar());
    }

    [Fact]
    public void CrossEntropy_MaskedClass_CountsForNothing()
    {
        var logits = Tensor.From([0f, float.NegativeInfinity, 0], [1, 3]);
        logits.RequiresGradient = true;
        var loss = logits.CrossEntropy(Tensor.From([0L], [1]));
        loss.Backward();
        Assert.Equal(Math.Log(2), loss.ToScalar(), 1e-7);
        Assert.Equal([-0.5f, 0, 0.5f], logits.Gradient!.ToArray<float>());
    }

    [Fact]
    public void CrossEntropy_WrongTargets_SaysWhatFits()
    {
        var logits = Tensor.Zeros([2, 3]);
        Assert.Contains("Expected [2]", Assert.Throws<ArgumentException>(() => logits.CrossEntropy(Tensor.From([0L, 1, 2], [3]))).Message, StringComparison.Ordinal);
        Assert.Contains("Expected [2, 3]", Assert.Throws<ArgumentException>(() => logits.CrossEntropy(Tensor.Zeros([2]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Tensor.Zeros([3]).CrossEntropy(Tensor.From([0L], [1])));
        Assert.Throws<ArgumentException>(() => logits.CrossEntropy(Tensor.From([0L, 1], [2]), new() { LabelSmoothing = 1.5 }));
        Assert.Throws<ArgumentException>(() => logits.CrossEntropy(Tensor.From([0L, 1], [2]), new() { ClassWeights = Tensor.Ones([2]) }));
        var tracked = Tensor.Zeros([2, 3]);
        tracked.RequiresGradient = true;
        Assert.Contains("Detach()", Assert.Throws<ArgumentException>(() => logits.CrossEntropy(tracked)).Message, StringComparison.Ordinal);
    }
}
