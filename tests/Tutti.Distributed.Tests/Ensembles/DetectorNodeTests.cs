using Tutti.Distributed.Ensembles;
using Tutti.Learning.Data;

namespace Tutti.Distributed.Tests.Ensembles;

public sealed class DetectorNodeTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DetectorOutput.PValues, new[] { 0.75, 0.25 })]
    [InlineData(DetectorOutput.Scores, new[] { 0.0, 2.0 })]
    public async Task AnswerAsync_OfAChunk_GivesWhatTheDetectorDoes(DetectorOutput output, double[] expected)
    {
        await using var node = new DetectorNode("a", new FirstElementDetector(), new() { Output = output });

        Assert.Equal(expected, await node.AnswerAsync(new([2], new float[] { 0, 9, 2, 9 }), Test));
    }

    [Fact]
    public async Task AnswerAsync_ManySamples_GivesThemInOrder()
    {
        var detector = new FirstElementDetector();
        await using var node = new DetectorNode("a", detector, new() { Output = DetectorOutput.Scores });
        var values = Enumerable.Range(0, 2 * 600).Select(i => i / 2f).ToArray();

        var answer = await node.AnswerAsync(new([2], values), Test);

        Assert.Equal(Enumerable.Range(0, 600).Select(i => (double)i), answer);
        Assert.Equal(3, detector.CallCount);
    }

    [Fact]
    public async Task Facts_OfADetector_AreItsVersionAndShapeAndWhatOptionsSay()
    {
        await using var node = new DetectorNode("a", new FirstElementDetector(), new() { TrainingSamples = 7, ValidationScore = 0.5 });

        Assert.Equal(new NodeFacts("a", "first-element", [2]) { TrainingSamples = 7, ValidationScore = 0.5 }, node.Facts);
    }

    [Fact]
    public async Task AnswerAsync_CalledTwiceAtOnce_ComputesOnOneThreadOneAfterTheOther()
    {
        var threads = new HashSet<int>();
        var (inside, most) = (0, 0);
        var detector = new FirstElementDetector
        {
            OnCall = () =>
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                threads.Add(Environment.CurrentManagedThreadId);
                Interlocked.Decrement(ref inside);
            },
        };
        await using var node = new DetectorNode("a", detector);
        var chunk = new SampleChunk([2], new float[] { 1, 2 });

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => node.AnswerAsync(chunk, Test)));

        Assert.Equal((1, 1), (most, threads.Count));
    }

    [Fact]
    public async Task AnswerAsync_Cancelled_EndsAfterTheStretchAndAnswersAgain()
    {
        using var cancel = new CancellationTokenSource();
        var detector = new FirstElementDetector { OnCall = cancel.Cancel };
        await using var node = new DetectorNode("a", detector);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => node.AnswerAsync(new([2], new float[2 * 1000]), cancel.Token));
        var calls = detector.CallCount;
        var again = await node.AnswerAsync(new([2], new float[2]), Test);

        Assert.Equal(1, calls);
        Assert.Equal([0.75], again);
    }

    [Fact]
    public async Task AnswerAsync_WhatCannotBeAnswered_SaysWhichNodeAndWhy()
    {
        var node = new DetectorNode("a", new FirstElementDetector { OnCall = () => throw new InvalidOperationException("no memory") });

        var shape = await Assert.ThrowsAsync<NodeException>(() => node.AnswerAsync(new([3], new float[3]), Test));
        var failed = await Assert.ThrowsAsync<NodeException>(() => node.AnswerAsync(new([2], new float[2]), Test));
        await node.DisposeAsync();
        var ended = await Assert.ThrowsAsync<NodeException>(() => node.AnswerAsync(new([2], new float[2]), Test));

        Assert.Equal("'a' knows other samples. Got shape [3]. Expected [2].", shape.Message);
        Assert.Equal("'a' failed. no memory", failed.Message);
        Assert.Equal("'a' has ended.", ended.Message);
    }

    [Fact]
    public async Task DisposeAsync_WhileItComputes_EndsTheQuestion()
    {
        using var began = new ManualResetEventSlim();
        var node = new DetectorNode("a", new FirstElementDetector { OnCall = began.Set });
        var answer = node.AnswerAsync(new([2], new float[2 * 1_000_000]), Test);
        began.Wait(TimeSpan.FromSeconds(20), Test);

        await node.DisposeAsync();

        var failure = await Assert.ThrowsAsync<NodeException>(() => answer);
        Assert.Equal("'a' has ended.", failure.Message);
    }

    [Fact]
    public void Options_OutOfRange_AreAllReported()
    {
        var failure = Assert.Throws<ArgumentException>(() => new DetectorNode("a", new FirstElementDetector(), new()
        {
            Output = (DetectorOutput)7, TrainingSamples = -1, ValidationScore = 2, ComputeThreads = 0,
        }));

        foreach (var name in new[] { "Output", "TrainingSamples", "ValidationScore", "ComputeThreads" })
            Assert.Contains(name, failure.Message, StringComparison.Ordinal);
    }
}
