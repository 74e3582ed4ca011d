using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Autograd;

public sealed class BackwardTests
{
    [Fact]
    public void Backward_GraphUsedTwice_Throws()
    {
        var x = Leaf(1, 2);
        var loss = (x * x).Sum();
        loss.Backward();
        var error = Assert.Throws<InvalidOperationException>(loss.Backward);
        Assert.StartsWith("Backward: the graph was used already. Got a second pass through sum.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Backward_SecondLossOverAConsumedPart_Throws()
    {
        var x = Leaf(1, 2);
        var shared = x.Exp();
        shared.Sum().Backward();
        var other = (shared * shared).Sum();
        var error = Assert.Throws<InvalidOperationException>(other.Backward);
        Assert.Contains("a second pass through exp", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Backward_AfterAFailedPass_WorksOnAnotherGraph()
    {
        var x = Leaf(1, 2);
        var shared = x.Exp();
        shared.Sum().Backward();
        Assert.Throws<InvalidOperationException>((shared * shared).Sum().Backward);
        var y = Leaf(3);
        (y * 2).Sum().Backward();
        Assert.Equal([2f], y.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Backward_TensorUsedBySeveralOperations_AddsTheirGradients()
    {
        var x = Leaf(1, -2);
        (x * 3 + x.Relu() + x * x).Sum().Backward();
        Assert.Equal([3f + 1 + 2, 3f + 0 - 4], x.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Backward_DivisorWhoseSquareLeavesTheRange_HasAGradientThatDoesNot()
    {
        Tensor x = Leaf(1e-25f, -3e25f), y = Leaf(1e-25f, 1e25f);
        (x / y).Sum().Backward();
        TensorAssert.Close([-1e25f, 3e-25f], y.Gradient!.ToArray<float>(), 1e-6, 0);
    }

    [Fact]
    public void Backward_Diamond_AddsBothPathsAndVisitsTheTopOnce()
    {
        var x = Leaf(0.5f, 1);
        var top = x.Exp();
        var loss = (top * 2 + top * top).Sum();
        loss.Backward();
        float[] e = [MathF.Exp(0.5f), MathF.Exp(1)];
        TensorAssert.Close([(2 + 2 * e[0]) * e[0], (2 + 2 * e[1]) * e[1]], x.Gradient!.ToArray<float>(), 1e-6, 0);
    }

    [Fact]
    public void Backward_UpstreamSharedByTwoInputs_IsNotOverwrittenThroughEither()
    {
        // add hands the same memory to both operands; relu and tanh would each compute in it if they believed to own it.
        var x = Leaf(0.5f, -1);
        var y = Leaf(0.25f, 2);
        (x.Relu() + y.Tanh()).Backward(Tensor.From([10f, 20f], [2]));
        Assert.Equal([10f, 0f], x.Gradient!.ToArray<float>());
        TensorAssert.Close([10f * (1 - Square(MathF.Tanh(0.25f))), 20f * (1 - Square(MathF.Tanh(2)))], y.Gradient!.ToArray<float>(), 1e-5, 0);
    }

    [Fact]
    public void Backward_GivenUpstream_IsNotChanged()
    {
        var upstream = Tensor.From([10f, 20f], [2]);
        var x = Leaf(-1, 1);
        x.Relu().Backward(upstream);
        Assert.Equal([10f, 20f], upstream.ToArray<float>());
        Leaf(-1, 1).Sigmoid().Relu().Backward(upstream);
        Assert.Equal([10f, 20f], upstream.ToArray<float>());
    }

    [Fact]
    public void Backward_UpstreamIsTheLeafsOwnGradient_CountsAsItWasAtTheCall()
    {
        var x = Leaf(1, 2);
        x.Backward(Tensor.From([10f, 20f], [2]));
        // The first path to the gradient writes to it before the second has read the upstream.
        (x + x.Relu() * 3 + x.Narrow(0, 0, 2)).Backward(x.Gradient!);
        Assert.Equal([10f + 50, 20f + 100], x.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Backward_UpstreamIsTheLeafsClearedGradient_CountsAsItWasAtTheCall()
    {
        var x = Leaf(1, 2);
        x.Backward(Tensor.From([10f, 20f], [2]));
        var upstream = x.Gradient!;
        x.ClearGradient();
        Tensor.Cat([x.Narrow(0, 1, 1), x.Narrow(0, 0, 1)]).Backward(upstream);
        Assert.Equal([20f, 10f], x.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Backward_UpstreamIsTheMemoryOfABoundGradient_CountsAsItWasAtTheCall()
    {
        var memory = new float[] { 1, 2 };
        var x = Leaf(1, 2);
        x.BindGradient(memory);
        (x * 2 + x.Relu()).Backward(Tensor.Borrow(memory.AsMemory(), [2]));
        Assert.Equal([1f + 3, 2f + 6], memory);
    }

    [Fact]
    public void Backward_LeafWithItsOwnGradient_DoublesIt()
    {
        var x = Leaf(1, 2);
        x.Backward(Tensor.From([10f, 20f], [2]));
        x.Backward(x.Gradient!);
        Assert.Equal([20f, 40f], x.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Backward_SecondUpstreamIsWrittenByTheFirst_CountsAsItWasAtTheCall()
    {
        var x = Leaf(1, 2);
        x.Backward(Tensor.From([10f, 20f], [2]));
        Tensor.Backward([x, x * 2], [Tensor.Ones([2]), x.Gradient!]);
        Assert.Equal([10f + 1 + 20, 20f + 1 + 40], x.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Backward_TwoPasses_AccumulateUntilCleared()
    {
        var x = Leaf(1, 2);
        (x * x).Sum().Backward();
        (x * 10).Sum().Backward();
        Assert.Equal([12f, 14f], x.Gradient!.ToArray<float>());
        x.ClearGradient();
        Assert.Null(x.Gradient);
        (x * 10).Sum().Backward();
        Assert.Equal([10f, 10f], x.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Backward_BoundGradient_IsWrittenIntoThatMemory()
    {
        var memory = new float[] { float.NaN, float.NaN };
        var x = Leaf(1, 2);
        x.BindGradient(memory);
        x.ClearGradient();
        (x * x).Sum().Backward();
        Assert.Equal([2f, 4f], memory);
        x.Relu().Sum().Backward();
        Assert.Equal([3f, 5f], memory);
        Assert.Throws<ArgumentException>(() => x.BindGradient(new float[3]));
    }

    [Fact]
    public void ReleaseGradient_OwnOrBound_IsForgottenAndTheNextPassTakesNewMemory()
    {
        var x = Leaf(1, 2);
        x.ReleaseGradient();
        (x * x).Sum().Backward();
        var released = x.Gradient!;
        x.ReleaseGradient();
        Assert.Null(x.Gradient);
        Assert.Contains("memory was released", Assert.Throws<InvalidOperationException>(() => released.ToArray<float>()).Message);
        var memory = new float[] { 7, 8 };
        x.BindGradient(memory);
        x.ReleaseGradient();
        (x * x).Sum().Backward();
        Assert.Equal([2f, 4f], x.Gradient!.ToArray<float>());
        Assert.Equal([7f, 8f], memory);
    }

    [Fact]
    public void Backward_Weight_ScalesAllGradients()
    {
        var x = Leaf(1, 2);
        (x * x).Sum().Backward(0.25);
        Assert.Equal([0.5f, 1f], x.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Backward_SeveralOutputs_AddsWhatEachGives()
    {
        var x = Leaf(1, 2);
        var (first, second, unused) = (x * 2, x * x, x.Exp());
        Tensor.Backward([first, second, unused], [Tensor.Ones([2]), Tensor.Ones([2]), null]);
        Assert.Equal([4f, 6f], x.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Backward_SameOutputTwice_AddsTheUpstreams()
    {
        var x = Leaf(1, 2);
        var y = x * 2;
        Tensor.Backward([y, y], [Tensor.Ones([2]), Tensor.From([1f, 5f], [2])]);
        Assert.Equal([4f, 12f], x.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Backward_ExpandedUpstream_ReachesEveryRule()
    {
        // The gradient of a sum is a view in which all elements share one number.
        (string Name, Func<Tensor, Tensor> Apply)[] functions =
        [
            ("relu", x => x.Relu()), ("sigmoid", x => x.Sigmoid()), ("softmax", x => x.Softmax()), ("log softmax", x => x.LogSoftmax(0)),
            ("add", x => x + x), ("divide", x => x / (x + 3)), ("squared error", x => x.MseLoss(x * 2, LossReduction.None)),
            ("reshape", x => x.Reshape([6])), ("transpose", x => x.Transpose().Contiguous()), ("expand", x => x.Expand([2, 2, 3])),
        ];
        foreach (var (name, apply) in functions)
        {
            Tensor one = Leaf(0.5f, 1, -1, 2, 0.3f, -0.2f, [2, 3]), other = Leaf(0.5f, 1, -1, 2, 0.3f, -0.2f, [2, 3]);
            apply(one).Sum().Backward();
            var result = apply(other);
            result.Backward(Tensor.Ones(result.Shape));
            TensorAssert.Close(other.Gradient!, one.Gradient!, 1e-6, 1e-7, name);
        }
    }

    [Fact]
    public void Backward_InsideNoGradient_HasNothingToDifferentiate()
    {
        var x = Leaf(1, 2);
        Tensor loss;
        using (NoGradient.Begin()) loss = (x * x).Sum();
        Assert.False(loss.TracksGradient);
        var error = Assert.Throws<InvalidOperationException>(loss.Backward);
        Assert.StartsWith("Backward: nothing to differentiate.", error.Message, StringComparison.Ordinal);
        Assert.True((x * x).TracksGradient);
    }

    [Fact]
    public void Backward_Detached_DoesNotReachTheInput()
    {
        var x = Leaf(1, 2);
        (x * x.Detach()).Sum().Backward();
        Assert.Equal([1f, 2f], x.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Backward_DetachedInTheMiddle_StopsThere()
    {
        var x = Leaf(1, 2);
        var y = x * 3;
        var stopped = y.Detach();
        Assert.False(stopped.TracksGradient);
        Assert.False((stopped * 2).TracksGradient);
        (stopped * y).Sum().Backward();
        Assert.Equal([9f, 18f], x.Gradient!.ToArray<float>());
    }

    [Fact]
    public void NoGradient_OnOneThread_DoesNotPauseAnother()
    {
        using var pause = NoGradient.Begin();
        var tracked = false;
        var other = new Thread(() => tracked = (Leaf(1) * 2).TracksGradient);
        other.Start();
        other.Join();
        Assert.True(tracked);
        Assert.False((Leaf(1) * 2).TracksGradient);
    }

    [Fact]
    public void Backward_NotASingleNumber_SaysWhatToDo()
    {
        var error = Assert.Throws<InvalidOperationException>((Leaf(1, 2) * 2).Backward);
        Assert.Contains("Reduce it (Mean, Sum)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Backward_UpstreamOfAnotherShape_Throws() =>
        Assert.Throws<ArgumentException>(() => (Leaf(1, 2) * 2).Backward(Tensor.Ones([3])));

    [Fact]
    public void Backward_GraphThatMetAFailedPass_StillGivesItsGradient()
    {
        var x = Leaf(1, 2);
        var consumed = x.Exp();
        consumed.Sum().Backward();
        var y = Leaf(3, 4);
        var innocent = (y * 2).Relu();
        // The walk meets the consumed part while the other operand waits to be walked.
        Assert.Throws<InvalidOperationException>((innocent + consumed * 2).Sum().Backward);
        Assert.Throws<InvalidOperationException>((consumed * 2 + innocent).Sum().Backward);
        innocent.Sum().Backward();
        Assert.Equal([2f, 2f], y.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Backward_SecondUpstreamDoesNotFit_LeavesNothingOfTheFirst()
    {
        var (x, z) = (Leaf(1, 2), Leaf(1, 2));
        var (first, second) = (x * 2, x * 3);
        Assert.Throws<ArgumentException>(() => Tensor.Backward([z, first, second], [Tensor.Ones([2]), Tensor.Ones([2]), Tensor.Ones([3])]));
        Tensor.Backward([z, first, second], [Tensor.Ones([2]), Tensor.Ones([2]), Tensor.Ones([2])]);
        Assert.Equal([5f, 5f], x.Gradient!.ToArray<float>());
        Assert.Equal([1f, 1f], z.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Backward_GraphBegunOnAnotherThread_VisitsLaterOperationsFirst()
    {
        var x = Leaf(1, 2);
        Tensor? y = null;
        // As after an await: a fresh thread goes on where another stopped.
        var begin = new Thread(() =>
        {
            y = x;
            for (var i = 0; i < 50; i++) y *= 1;
        });
        begin.Start();
        begin.Join();
        Tensor? loss = null;
        var goOn = new Thread(() => loss = (y! * 2 + y! * 3).Sum());
        goOn.Start();
        goOn.Join();
        loss!.Backward();
        Assert.Equal([5f, 5f], x.Gradient!.ToArray<float>());
    }

    [Fact]
    public void NoGradient_DisposedTwice_DoesNotSpoilTheNextOne()
    {
        var first = NoGradient.Begin();
        first.Dispose();
        first.Dispose();
        using (NoGradient.Begin()) Assert.False((Leaf(1) * 2).TracksGradient);
        Assert.True((Leaf(1) * 2).TracksGradient);
    }

    private static Tensor Leaf(params float[] values) => Leaf(values, [values.Length]);

    private static Tensor Leaf(float a, float b, float c, float d, float e, float f, Shape shape) => Leaf([a, b, c, d, e, f], shape);

    private static Tensor Leaf(float[] values, Shape shape)
    {
        var tensor = Tensor.From(values, shape);
        tensor.RequiresGradient = true;
        return tensor;
    }

    private static float Square(float value) => value * value;
}
