using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;

namespace Tutti.Learning.Tests.Optimizers;

public sealed class OptimizerTests
{
    [Fact]
    public void Step_WithAdam_FollowsTheRecurrenceByHand()
    {
        var model = new Point(1, 1);
        var optimizer = new Adam(new AdamOptions { LearningRate = 0.1, Beta1 = 0.8, Beta2 = 0.9, Epsilon = 1e-3, WeightDecay = 0.01 });
        optimizer.Attach(model);
        double p = 1, m = 0, v = 0;
        for (var t = 1; t <= 5; t++)
        {
            model.Gradient[0] = 0.3f * t;
            optimizer.Step();
            var g = 0.3 * t + 0.01 * p;
            m = 0.8 * m + 0.2 * g;
            v = 0.9 * v + 0.1 * g * g;
            p -= 0.1 / (1 - Math.Pow(0.8, t)) * m / (Math.Sqrt(v) / Math.Sqrt(1 - Math.Pow(0.9, t)) + 1e-3);
            Assert.Equal(p, model.Value[0], 1e-5);
        }
        Assert.Equal(["mean.point", "variance.point"], optimizer.State.Select(state => state.Name));
    }

    [Fact]
    public void Constructor_WithOptionsOutOfRange_ListsAllProblems()
    {
        var error = Assert.Throws<ArgumentException>(() => new Sgd(new SgdOptions { Momentum = 1.5, WeightDecay = -1, Dampening = 2 }));
        Assert.Contains("Momentum is 1.5", error.Message);
        Assert.Contains("WeightDecay is -1", error.Message);
        Assert.Contains("Dampening is 2", error.Message);
        Assert.Contains("Beta2 is 1", Assert.Throws<ArgumentException>(() => new Adam(new AdamOptions { Beta2 = 1 })).Message);
        Assert.Contains("Got 0", Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(0)).Message);
        Assert.Throws<ArgumentException>(() => new Sgd(new SgdOptions { Nesterov = true }));
    }

    [Fact]
    public void Step_WithoutAModel_IsRefused() =>
        Assert.Contains("Attach", Assert.Throws<InvalidOperationException>(() => new Adam().Step()).Message);

    [Fact]
    public void LearningRate_OfZero_MovesNothing()
    {
        var model = new Point(1, 2);
        var optimizer = new Adam(0.1);
        optimizer.Attach(model);
        model.Gradient[0] = 3;
        optimizer.LearningRate = 0;
        optimizer.Step();
        Assert.Equal([1f, 2], model.Value);
        Assert.Equal(0.3f, optimizer.State.First().Value.ToArray<float>()[0], 1e-6f);
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.LearningRate = -1);
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.LearningRate = double.NaN);
    }

    [Fact]
    public void Momentum_SetLater_BeginsWithTheGradient()
    {
        var model = new Point(0, 0);
        var optimizer = new Sgd(new SgdOptions { LearningRate = 1, Dampening = 0.5 });
        optimizer.Attach(model);
        model.Gradient[0] = 1;
        optimizer.Step();
        optimizer.Momentum = 0.5;
        optimizer.Step(); // b = 1
        optimizer.Step(); // b = 0.5 · 1 + 0.5 · 1
        Assert.Equal(-3, model.Value[0]);
        model.Gradient[0] = 3;
        optimizer.Step(); // b = 0.5 · 1 + 0.5 · 3
        Assert.Equal(-5, model.Value[0]);
    }

    [Fact]
    public void Momentum_OfAnOptimizerWithoutOne_IsRefused()
    {
        var optimizer = new Adagrad();
        Assert.False(optimizer.KnowsMomentum);
        Assert.Equal(0, optimizer.Momentum);
        Assert.Contains("knows no momentum", Assert.Throws<InvalidOperationException>(() => optimizer.Momentum = 0.9).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(0.1).Momentum = 1);
    }

    [Fact]
    public void StateOf_AMemoryThatWasNotNamed_IsRefused()
    {
        var optimizer = new Careless();
        optimizer.Attach(new Point(1, 1));
        Assert.Contains("Got 'velocity'. Expected one of those named to the constructor: speed", Assert.Throws<ArgumentException>(optimizer.Step).Message);
    }

    [Fact]
    public void Adagrad_OverSteps_DecaysTheRateFromTheInitialSum()
    {
        var model = new Point(1, 1);
        var optimizer = new Adagrad(new AdagradOptions { LearningRate = 0.5, LearningRateDecay = 0.1, InitialAccumulator = 0.25 });
        optimizer.Attach(model);
        double p = 1, s = 0.25;
        for (var t = 1; t <= 5; t++)
        {
            model.Gradient[0] = 0.3f * t;
            optimizer.Step();
            s += 0.09 * t * t;
            p -= 0.5 / (1 + (t - 1) * 0.1) * 0.3 * t / (Math.Sqrt(s) + 1e-10);
            Assert.Equal(p, model.Value[0], 1e-5);
        }
    }

    private sealed class Careless() : Optimizer(0.1, null, ["speed"])
    {
        public override string Name => "careless";

        protected override void Update(int index, Span<float> values, ReadOnlySpan<float> gradients) => StateOf("velocity", index);
    }
}
