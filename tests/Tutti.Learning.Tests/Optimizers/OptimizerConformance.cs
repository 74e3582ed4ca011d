using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;
using Tutti.Tensors;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Optimizers;

/// <summary>What every optimizer must do, whatever its formula.</summary>
public abstract class OptimizerConformance
{
    /// <summary>The optimizer with options of its own, all memories in use.</summary>
    protected abstract Optimizer Create();

    /// <summary>One that finds the bottom of a bowl within 2,000 steps.</summary>
    protected abstract Optimizer CreateForParabola();

    /// <summary>One that goes through Rosenbrock's valley within 20,000 steps.</summary>
    protected abstract Optimizer CreateForRosenbrock();

    /// <summary>How near it comes to the end of the valley at (1, 1), having begun at −1.2.</summary>
    protected virtual double RosenbrockDistance => 0.02;

    /// <summary>The memories that <see cref="Create"/> has, in order.</summary>
    protected abstract string[] Memories { get; }

    [Fact]
    public void Step_OnAParabola_ReachesTheMinimum()
    {
        var model = new Point(5, -3);
        var optimizer = CreateForParabola();
        optimizer.Attach(model);
        for (var step = 0; step < 2000; step++)
        {
            model.Gradient[0] = 2 * (model.Value[0] - 1);
            model.Gradient[1] = 20 * (model.Value[1] - 2);
            optimizer.Step();
        }
        Assert.Equal(1, model.Value[0], 0.02);
        Assert.Equal(2, model.Value[1], 0.02);
        Assert.Equal(2000, optimizer.StepCount);
    }

    [Fact]
    public void Step_OfPartsAlone_HasTheBitsOfTheWholeIfElementwise()
    {
        const int cut = 1_024;
        var (whole, divided) = (new Points(2_500), new Points(2_500));
        var optimizer = Create();
        var ofParts = new[] { (0, cut), (cut, 2_500 - cut), (7, 0) }.Select(part =>
        {
            var own = Create();
            own.Attach(new Part(divided, part.Item1, part.Item2));
            return own;
        }).ToArray();
        optimizer.Attach(whole);
        for (var step = 0; step < 4; step++)
        {
            whole.Differentiate(step);
            divided.Differentiate(step);
            optimizer.Step();
            foreach (var own in ofParts) own.Step();
        }
        Assert.Equal(optimizer.IsElementwise, whole.All.SequenceEqual(divided.All));
        Assert.Equal(4L * 2_500 * Memories.Length, optimizer.StateBytes);
        Assert.Equal(optimizer.StateBytes, ofParts.Sum(own => own.StateBytes));
    }

    [Fact]
    public void Step_OnRosenbrocksValley_ReachesTheMinimum()
    {
        var model = new Point(-1.2f, 1);
        var optimizer = CreateForRosenbrock();
        optimizer.Attach(model);
        for (var step = 0; step < 20_000; step++)
        {
            var (x, y) = (model.Value[0], model.Value[1]);
            model.Gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
            model.Gradient[1] = 200 * (y - x * x);
            optimizer.Step();
        }
        Assert.Equal(1, model.Value[0], RosenbrockDistance);
        Assert.Equal(1, model.Value[1], 2 * RosenbrockDistance);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void RestoreState_AfterAnyStep_GoesOnWithTheSameBits(int steps)
    {
        Points whole = new(1, 9, 40), halted = new(1, 9, 40), resumed = new(1, 9, 40);
        var undisturbed = Run(Create(), whole, 0, 15);
        var first = Run(Create(), halted, 0, steps);
        var state = first.State.Select(entry => (entry.Name, Tensor.From(entry.Value.ToArray<float>(), entry.Value.Shape))).Reverse().ToArray();

        resumed.CopyFrom(halted);
        var second = Create();
        second.Attach(resumed);
        second.RestoreState(first.StepCount, state);
        for (var step = steps; step < 15; step++) Step(second, resumed, step);

        TensorAssert.SameBits([.. whole.All], [.. resumed.All]);
        Assert.Equal(undisturbed.StepCount, second.StepCount);
        foreach (var ((name, expected), (otherName, actual)) in undisturbed.State.Zip(second.State))
        {
            Assert.Equal(name, otherName);
            TensorAssert.SameBits(expected, actual, name);
        }
    }

    [Fact]
    public void State_Names_AreMemoryAndParameter()
    {
        var optimizer = Create();
        optimizer.Attach(new Points(2, 3));
        Assert.Empty(optimizer.State);
        var stepped = Run(Create(), new Points(2, 3), 0, 1);
        Assert.Equal(Memories.SelectMany(memory => (string[])[$"{memory}.0.weight", $"{memory}.1.weight"]), stepped.State.Select(entry => entry.Name));
        Assert.All(stepped.State, entry => Assert.Equal(entry.Name.EndsWith(".0.weight", StringComparison.Ordinal) ? 2 : 3, entry.Value.ElementCount));
    }

    [Fact]
    public void RestoreState_OfWhatDoesNotFit_IsRefusedAndChangesNothing()
    {
        var model = new Points(2, 3);
        var optimizer = Run(Create(), model, 0, 3);
        var before = optimizer.State.Select(entry => (entry.Name, Tensor.From(entry.Value.ToArray<float>(), entry.Value.Shape))).ToArray();
        var (firstName, firstValue) = before.Length > 0 ? before[0] : ("", Tensor.Zeros([1]));
        (IEnumerable<(string, Tensor)> State, string Reason)[] wrong =
        [
            ([.. before, ("novelty.0.weight", Tensor.Zeros([2]))], "unknown state. Got 'novelty.0.weight'"),
            ([.. before, ($"{Memories.FirstOrDefault("x")}.9.weight", Tensor.Zeros([2]))], "unknown state"),
        ];
        if (before.Length > 0)
            wrong =
            [
                .. wrong,
                ([.. before, (firstName, firstValue)], "a name comes twice"),
                (before[1..], $"a part of the state is missing. Got none named '{firstName}'"),
                ([(firstName, Tensor.Zeros([5])), .. before[1..]], "does not fit its parameter"),
                ([(firstName, Tensor.Zeros([2], ElementType.Float64)), .. before[1..]], "does not fit its parameter"),
                ([], "a part of the state is missing"),
            ];
        foreach (var (state, reason) in wrong)
            Assert.Contains(reason, Assert.Throws<ArgumentException>(() => optimizer.RestoreState(9, state)).Message);
        Assert.Contains("Got -1", Assert.Throws<ArgumentException>(() => optimizer.RestoreState(-1, before)).Message);

        Assert.Equal(3, optimizer.StepCount);
        foreach (var ((_, expected), (_, actual)) in before.Zip(optimizer.State)) TensorAssert.SameBits(expected, actual);
    }

    [Fact]
    public void RestoreState_WithoutAModel_IsRefused() =>
        Assert.Contains("Attach", Assert.Throws<InvalidOperationException>(() => Create().RestoreState(0, [])).Message);

    [Fact]
    public void Attach_Again_StartsAnew()
    {
        var optimizer = Create();
        Points used = new(4), expected = new(4), actual = new(4);
        Run(optimizer, used, 0, 5);
        Run(optimizer, actual, 0, 5);
        Run(Create(), expected, 0, 5);
        TensorAssert.SameBits([.. expected.All], [.. actual.All]);
    }

    [Fact]
    public void Step_OfParametersTogetherOrAlone_GivesTheSameBits()
    {
        Points together = new(3, 17), alone = new(3);
        Run(Create(), together, 0, 5);
        Run(Create(), alone, 0, 5);
        TensorAssert.SameBits([.. alone.All], [.. together.All.Take(3)]);
    }

    private static Optimizer Run(Optimizer optimizer, Points model, int first, int count)
    {
        optimizer.Attach(model);
        for (var step = first; step < first + count; step++) Step(optimizer, model, step);
        return optimizer;
    }

    private static void Step(Optimizer optimizer, Points model, int step)
    {
        model.Differentiate(step);
        optimizer.Step();
    }

    private sealed class Part(Points whole, int start, int count) : IParameterSource
    {
        public int ParameterCount => 1;

        public string NameOf(int index) => whole.NameOf(index);

        public Span<float> Values(int index) => whole.Values(index).Slice(start, count);

        public Span<float> Gradients(int index) => whole.Gradients(index).Slice(start, count);

        public bool TryBindGradients(int index, Memory<float> memory) => false;
    }
}
