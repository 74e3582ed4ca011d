namespace Tutti.Tensors.Tests.Autograd;

public sealed class LeafCountsTests
{
    [Fact]
    public void Backward_LayersInARow_CompletesTheLastUsedFirst()
    {
        var (first, second, unused) = (Leaf(2), Leaf(3), Leaf(5));
        var observer = new Recorder();
        ((first * 7) * second).Sum().Backward(1, observer);
        Assert.Equal([first, second], observer.Leaves.OrderBy(leaf => leaf.ToArray<float>()[0]));
        Assert.Equal([second, first], observer.Completed);
        Assert.DoesNotContain(unused, observer.Leaves);
    }

    [Fact]
    public void Backward_LeafUsedAtBothEnds_IsCompletedOnceWithItsWholeGradient()
    {
        var (shared, other) = (Leaf(2), Leaf(3));
        var observer = new Recorder();
        ((shared * shared) * other * shared).Sum().Backward(1, observer);
        Assert.Equal([other, shared], observer.Completed);
        Assert.Equal([8f, 36f], observer.GradientsWhenCompleted);
        Assert.Equal([36f], shared.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Backward_SecondPass_AddsToGradientsAndCompletesAgain()
    {
        var leaf = Leaf(2);
        var observer = new Recorder();
        (leaf * 3).Sum().Backward(1, observer);
        (leaf * 4).Sum().Backward(1, observer);
        Assert.Equal([3f, 7f], observer.GradientsWhenCompleted);
    }

    [Fact]
    public void Backward_OfALeafItself_CompletesItAtOnce()
    {
        var leaf = Leaf(2);
        var observer = new Recorder();
        leaf.Backward(0.5, observer);
        Assert.Equal([leaf], observer.Completed);
        Assert.Equal([0.5f], observer.GradientsWhenCompleted);
    }

    [Fact]
    public void Backward_ObserverThrows_LeavesTheNextPassAlone()
    {
        var leaf = Leaf(2);
        Assert.Throws<NotSupportedException>(() => (leaf * 3).Sum().Backward(1, new Refuser()));
        leaf.ClearGradient();
        var observer = new Recorder();
        (leaf * 5).Sum().Backward(1, observer);
        Assert.Equal([leaf], observer.Leaves);
        Assert.Equal([5f], observer.GradientsWhenCompleted);
    }

    private static Tensor Leaf(float value)
    {
        var leaf = Tensor.From([value], [1]);
        leaf.RequiresGradient = true;
        return leaf;
    }

    private sealed class Recorder : IBackwardObserver
    {
        internal List<Tensor> Leaves { get; } = [];

        internal List<Tensor> Completed { get; } = [];

        internal List<float> GradientsWhenCompleted { get; } = [];

        public void Begin(IReadOnlyCollection<Tensor> leaves)
        {
            Leaves.Clear();
            Leaves.AddRange(leaves);
        }

        public void Complete(Tensor leaf)
        {
            Completed.Add(leaf);
            GradientsWhenCompleted.Add(leaf.Gradient!.ToArray<float>()[0]);
        }
    }

    private sealed class Refuser : IBackwardObserver
    {
        public void Begin(IReadOnlyCollection<Tensor> leaves)
        {
        }

        public void Complete(Tensor leaf) => throw new NotSupportedException();
    }
}
