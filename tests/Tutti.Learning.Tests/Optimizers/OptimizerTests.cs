using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;

namespace Tutti.Learning.Tests.Optimizers;

public sealed class OptimizerTests
{
    public static TheoryData<string> All => ["sgd", "momentum", "nesterov", "adam", "adamw"];

    [Theory, MemberData(nameof(All))]
    public void Step_OnAParabola_ReachesTheMinimum(string name)
    {
        var model = new Point(5, -3);
        var optimizer = Make(name, 0.05);
        optimizer.Attach(model);
        for (var step = 0; step < 1000; step++)
        {
            model.Gradient[0] = 2 * (model.Value[0] - 1);
            model.Gradient[1] = 20 * (model.Value[1] - 2);
            optimizer.Step();
        }
        Assert.Equal(1, model.Value[0], 0.02);
        Assert.Equal(2, model.Value[1], 0.02);
        Assert.Equal(1000, optimizer.StepCount);
    }

    [Theory]
    [InlineData("momentum", 0.0005)]
    [InlineData("nesterov", 0.0005)]
    [InlineData("adam", 0.02)]
    public void Step_OnRosenbrocksValley_ReachesTheMinimum(string name, double learningRate)
    {
        var model = new Point(-1.2f, 1);
        var optimizer = Make(name, learningRate);
        optimizer.Attach(model);
        for (var step = 0; step < 20_000; step++)
        {
            var (x, y) = (model.Value[0], model.Value[1]);
            model.Gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
            model.Gradient[1] = 200 * (y - x * x);
            optimizer.Step();
        }
        Assert.Equal(1, model.Value[0], 0.02);
        Assert.Equal(1, model.Value[1], 0.04);
    }

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

    private static Optimizer Make(string name, double learningRate) => name switch
    {
        "sgd" => new Sgd(learningRate),
        "momentum" => new Sgd(learningRate, momentum: 0.9),
        "nesterov" => new Sgd(new SgdOptions { LearningRate = learningRate, Momentum = 0.9, Nesterov = true }),
        "adam" => new Adam(learningRate),
        _ => new Adam(new AdamOptions { LearningRate = learningRate, WeightDecay = 1e-4, DecoupledWeightDecay = true }),
    };

    /// <summary>Two numbers: a model that knows no tensors.</summary>
    private sealed class Point(float x, float y) : IParameterSource
    {
        internal float[] Value { get; } = [x, y];

        internal float[] Gradient { get; } = new float[2];

        public int ParameterCount => 1;

        public string NameOf(int index) => "point";

        public Span<float> Values(int index) => Value;

        public Span<float> Gradients(int index) => Gradient;

        public bool TryBindGradients(int index, Memory<float> memory) => false;
    }
}
