using Tutti.Distributed.Ensembles;
using Tutti.Tensors;

namespace Tutti.Distributed.Tests.Ensembles;

public sealed class EnsembleDriverTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ScoreAsync_AllNodesSpeak_GivesTheMeanOfEachSample()
    {
        await using var driver = Driver(new(), new ScriptedNode("a", 1), new ScriptedNode("b", 3));

        var answer = await driver.ScoreAsync(FloatRows.Counting(3), cancellation: Test);

        Assert.Equal([0, 2, 4], answer.Values);
        Assert.Equal([0, 1, 2], answer.StandardErrors!);
        Assert.Equal((2, 1), (answer.SetValue, answer.SetStandardError));
        Assert.All(answer.Nodes, node => Assert.True(node.Spoke));
        Assert.Equal(1, answer.WeightShare);
        Assert.Equal("2 of 2 nodes spoke (100 % of the weight)", answer.ToString());
    }

    [Theory]
    [InlineData(8, new[] { 1, 1, 1, 1, 1 })]
    [InlineData(16, new[] { 2, 2, 1 })]
    [InlineData(1, new[] { 1, 1, 1, 1, 1 })]
    [InlineData(4000, new[] { 5 })]
    public async Task ScoreAsync_ManySamples_GoInChunksOfAtMostThatManyBytes(int bytes, int[] expected)
    {
        var node = new ScriptedNode("a");
        await using var driver = Driver(new() { ChunkBytes = bytes }, node);
        var told = new List<EnsembleProgress>();

        var answer = await driver.ScoreAsync(FloatRows.Counting(5), new Told(told), Test);

        Assert.Equal(expected, node.ChunkSizes);
        Assert.Equal([0, 1, 2, 3, 4], answer.Values);
        Assert.Equal(expected.Length, told.Count);
        Assert.Equal(new EnsembleProgress("a", 5, 5), told[^1]);
    }

    [Fact]
    public async Task ScoreAsync_NodesAnswerInEveryOrder_GivesTheSameBits()
    {
        // 0.1 + 0.2 + 0.3 has other bits when it is added in another order.
        var answers = new List<double>();
        foreach (var last in new[] { "a", "b", "c" })
        {
            var others = new CountdownEvent(2);
            var nodes = new[] { ("a", 0.1), ("b", 0.2), ("c", 0.3) }.Select(node => new ScriptedNode(node.Item1)
            {
                Script = async (chunk, stop) =>
                {
                    if (node.Item1 == last) await Task.Run(() => others.Wait(TimeSpan.FromSeconds(20), stop), stop);
                    else others.Signal();
                    return ScriptedNode.Values(chunk, node.Item2);
                },
            });
            await using var driver = Driver(new(), [.. last == "a" ? nodes.Reverse() : nodes]);
            answers.Add((await driver.ScoreAsync(new FloatRows([2], [1, 0]), cancellation: Test)).Values[0]);
        }

        Assert.Equal(answers[0], answers[1]);
        Assert.Equal(answers[0], answers[2]);
    }

    [Fact]
    public async Task ScoreAsync_ANodeThrows_IsLeftOutOfTheWholeAnswerAndAskedNextTime()
    {
        var fails = true;
        var broken = new ScriptedNode("b")
        {
            Script = (chunk, _) => fails && chunk.Values.Span[0] == 2
                ? throw new NodeException("the disk of 'b' is full")
                : Task.FromResult(ScriptedNode.Values(chunk, 3)),
        };
        await using var driver = Driver(new() { ChunkBytes = 16 }, new ScriptedNode("a"), broken);

        var without = await driver.ScoreAsync(FloatRows.Counting(6), cancellation: Test);
        fails = false;
        var with = await driver.ScoreAsync(FloatRows.Counting(6), cancellation: Test);

        Assert.Equal([0, 1, 2, 3, 4, 5], without.Values);
        Assert.Null(without.StandardErrors);
        Assert.Equal("the disk of 'b' is full", without.Nodes[1].Problem);
        Assert.Equal(0.5, without.WeightShare);
        Assert.Equal("1 of 2 nodes spoke (50 % of the weight); left out: b (the disk of 'b' is full)", without.ToString());
        Assert.Equal([0, 2, 4, 6, 8, 10], with.Values);
    }

    [Theory]
    [InlineData(-0.25)]
    [InlineData(1.5)]
    public async Task ScoreAsync_ANodeThatGivesNoPValues_IsLeftOutWhereTheyAreExpected(double value)
    {
        Task<double[]> Give(SampleChunk chunk, CancellationToken _) => Task.FromResult(Enumerable.Repeat(value, chunk.Count).ToArray());
        async Task<EnsembleAnswer> Ask(DetectorOutput? output)
        {
            await using var driver = Driver(new() { Output = output }, new ScriptedNode("a", factor: 0), new ScriptedNode("b") { Script = Give });
            return await driver.ScoreAsync(FloatRows.Counting(2), cancellation: Test);
        }

        var left = await Ask(DetectorOutput.PValues);

        Assert.Equal([0, 0], left.Values);
        Assert.Equal(FormattableString.Invariant($"gave a value that is no p-value. Got {value} for sample 0. Expected 0 to 1."), left.Nodes[1].Problem);
        Assert.Equal([value / 2, value / 2], (await Ask(null)).Values);
        Assert.Equal([value / 2, value / 2], (await Ask(DetectorOutput.Scores)).Values);
    }

    [Theory]
    [InlineData("count", "another number of values")]
    [InlineData("none", "another number of values")]
    [InlineData("nan", "not finite")]
    [InlineData("version", "another model")]
    public async Task ScoreAsync_ANodeAnswersWrongly_IsLeftOut(string what, string problem)
    {
        ScriptedNode wrong = null!;
        wrong = new ScriptedNode("b")
        {
            Script = (chunk, _) =>
            {
                if (what == "version") wrong.Facts = wrong.Facts with { Version = "v2" };
                double[] right = [1, 1, 1];
                return Task.FromResult(what switch { "count" => [1, 1], "none" => null!, "nan" => [1, double.NaN, 1], _ => right });
            },
        };
        await using var driver = Driver(new(), new ScriptedNode("a"), wrong);

        var answer = await driver.ScoreAsync(FloatRows.Counting(3), cancellation: Test);

        Assert.Equal([0, 1, 2], answer.Values);
        Assert.Contains(problem, answer.Nodes[1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScoreAsync_ANodeIsLate_AnswersAtTheDeadlineWithoutIt()
    {
        var slow = new ScriptedNode("slow")
        {
            Script = async (chunk, stop) =>
            {
                await Task.Delay(Timeout.Infinite, stop);
                return ScriptedNode.Values(chunk, 9);
            },
        };
        await using var driver = Driver(new() { Deadline = Short }, new ScriptedNode("fast"), slow);

        var answer = await driver.ScoreAsync(FloatRows.Counting(2), cancellation: Test);

        Assert.Equal([0, 1], answer.Values);
        Assert.StartsWith("late: gave values for 0 of 2 samples", answer.Nodes[1].Problem, StringComparison.Ordinal);
        Assert.InRange(answer.Elapsed, Short - TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ScoreAsync_ANodeIgnoresCancellation_DelaysNobodyAndIsNotAskedBeforeItHasEnded(bool blocks)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var deaf = new ScriptedNode("deaf")
        {
            Script = async (chunk, _) =>
            {
                if (blocks) SpinWait.SpinUntil(() => release.Task.IsCompleted, TimeSpan.FromSeconds(60));
                else await release.Task;
                return ScriptedNode.Values(chunk, 3);
            },
        };
        await using var driver = Driver(new() { Deadline = Short }, deaf, new ScriptedNode("fast"));

        var first = await driver.ScoreAsync(FloatRows.Counting(2), cancellation: Test);
        var second = await driver.ScoreAsync(FloatRows.Counting(2), cancellation: Test);
        release.SetResult();
        // Until the open call has ended, answers go without the node.
        var third = second;
        while (!third.Nodes[0].Spoke) third = await driver.ScoreAsync(FloatRows.Counting(2), cancellation: Test);

        Assert.StartsWith("late", first.Nodes[0].Problem, StringComparison.Ordinal);
        Assert.Equal("has not come back from an earlier question", second.Nodes[0].Problem);
        Assert.True(second.Elapsed < Short, $"{second.Elapsed}");
        Assert.Equal([0, 2], third.Values);
        Assert.Equal(2, deaf.ChunkSizes.Count);
    }

    [Fact]
    public async Task ScoreAsync_TooFewNodes_NamesEachAndItsCause()
    {
        var gone = new ScriptedNode("gone") { Script = (_, _) => throw new NodeException("no such host") };
        await using var driver = Driver(new() { MinimumNodes = 2 }, gone, new ScriptedNode("here"));

        var failure = await Assert.ThrowsAsync<EnsembleException>(() => driver.ScoreAsync(FloatRows.Counting(1), cancellation: Test));

        Assert.Equal(
            "EnsembleDriver: too few nodes spoke. Got 1 of 2. Expected at least 2. [gone: no such host]", failure.Message);
        Assert.Equal([false, true], failure.Nodes.Select(node => node.Spoke));
    }

    [Fact]
    public async Task ScoreAsync_FewerNodesThanNeeded_NamesThemAndAsksNone()
    {
        var alone = new ScriptedNode("alone");
        await using var driver = Driver(new() { MinimumNodes = 9 }, alone);

        var failure = await Assert.ThrowsAsync<EnsembleException>(() => driver.ScoreAsync(FloatRows.Counting(1), cancellation: Test));

        Assert.Equal(
            "EnsembleDriver: too few nodes spoke. Got 0 of 1. Expected at least 9. " +
            "[alone: was not asked: more nodes are needed]", failure.Message);
        Assert.Empty(alone.ChunkSizes);
    }

    [Fact]
    public async Task ScoreAsync_WithoutNodes_SaysSo()
    {
        await using var driver = new EnsembleDriver();

        var failure = await Assert.ThrowsAsync<EnsembleException>(() => driver.ScoreAsync(FloatRows.Counting(1), cancellation: Test));

        Assert.Equal("EnsembleDriver: too few nodes spoke. Got 0 of 0. Expected at least 1. Add nodes.", failure.Message);
    }

    [Fact]
    public async Task ScoreAsync_Cancelled_StopsNodesAndThrows()
    {
        using var cancel = new CancellationTokenSource();
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = new ScriptedNode("a")
        {
            Script = async (_, stop) =>
            {
                using var note = stop.Register(stopped.SetResult);
                await cancel.CancelAsync();
                await Task.Delay(Timeout.Infinite, stop);
                return [];
            },
        };
        await using var driver = Driver(new(), waiting);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => driver.ScoreAsync(FloatRows.Counting(1), cancellation: cancel.Token));

        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(20), Test);
    }

    [Fact]
    public async Task ScoreAsync_SamplesOfTheCallerAreBroken_IsNoNodesFault()
    {
        await using var driver = Driver(new() { ChunkBytes = 8 }, new ScriptedNode("a"), new ScriptedNode("b"));

        var broken = await Assert.ThrowsAsync<ArgumentException>(
            () => driver.ScoreAsync(new FloatRows([2], [1, 2, 3, float.NaN]), cancellation: Test));
        var shape = await Assert.ThrowsAsync<ArgumentException>(
            () => driver.ScoreAsync(new FloatRows([3], [1, 2, 3]), cancellation: Test));
        var none = await Assert.ThrowsAsync<ArgumentException>(() => driver.ScoreAsync(new FloatRows([2], []), cancellation: Test));

        Assert.Contains("Got NaN in sample 1.", broken.Message, StringComparison.Ordinal);
        Assert.Contains("Got [3]. Expected [2]", shape.Message, StringComparison.Ordinal);
        Assert.Contains("Got 0 samples", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_WhileAnAnswerIsUnderWay_TakesPartFromTheNextOneOn()
    {
        EnsembleDriver driver = null!;
        var first = new ScriptedNode("a")
        {
            Script = (chunk, _) =>
            {
                if (driver.Nodes.Count == 1) driver.Add(new ScriptedNode("b", 3));
                return Task.FromResult(ScriptedNode.Values(chunk, 1));
            },
        };
        await using var owned = driver = Driver(new(), first);

        var before = await driver.ScoreAsync(FloatRows.Counting(2), cancellation: Test);
        var after = await driver.ScoreAsync(FloatRows.Counting(2), cancellation: Test);

        Assert.Equal([0, 1], before.Values);
        Assert.Equal([0, 2], after.Values);
    }

    [Fact]
    public async Task RemoveAsync_WhileAnAnswerIsUnderWay_AnswersWithoutTheNodeAndEndsIt()
    {
        EnsembleDriver driver = null!;
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var leaving = new ScriptedNode("b")
        {
            Script = async (_, stop) =>
            {
                asked.SetResult();
                await Task.Delay(Timeout.Infinite, stop);
                return [];
            },
        };
        await using var owned = driver = Driver(new(), new ScriptedNode("a"), leaving);

        var answering = driver.ScoreAsync(FloatRows.Counting(2), cancellation: Test);
        await asked.Task;
        var wasThere = await driver.RemoveAsync("b");
        var answer = await answering;

        Assert.True(wasThere);
        Assert.True(leaving.IsDisposed);
        Assert.Equal("was removed", answer.Nodes[1].Problem);
        Assert.Equal(["a"], driver.Nodes.Select(node => node.Name));
        Assert.False(await driver.RemoveAsync("b"));
    }

    [Fact]
    public async Task Add_ANodeThatDoesNotFit_IsRefused()
    {
        await using var driver = Driver(
            new()
            {
                Combination = Combination.WeightedBySize,
                ExpectedVersions = new Dictionary<string, string> { ["north"] = "v1", ["south"] = "v1", ["east"] = "v1" },
            },
            new ScriptedNode("north") { Facts = new NodeFacts("north", "v1", [2]) { TrainingSamples = 5 } });

        Assert.Equal("EnsembleDriver: the name is taken. Got 'north' twice. Expected names that tell nodes apart. " +
            "Remove the other one, or give this one a name of its own. (Parameter 'node')", Refused(new("north", "v1", [2])));
        Assert.Contains("Got [3] for 'south'. Expected [2] as for 'north'", Refused(new("south", "v1", [3])), StringComparison.Ordinal);
        Assert.Contains("'south' has another model. Got version v2. Expected v1.", Refused(new("south", "v2", [2])), StringComparison.Ordinal);
        Assert.Contains("'sout' does not belong to this ensemble. Did you mean 'south'?", Refused(new("sout", "v1", [2])), StringComparison.Ordinal);
        Assert.Contains("without name or version", Refused(new("", "v1", [2])), StringComparison.Ordinal);
        var weightless = Assert.Throws<ArgumentException>(() => driver.Add(new ScriptedNode("east")));
        Assert.Contains("'east' does not say how many samples it learned from", weightless.Message, StringComparison.Ordinal);

        string Refused(NodeFacts facts) => Assert.Throws<ArgumentException>(
            () => driver.Add(new ScriptedNode("x") { Facts = facts with { TrainingSamples = 1 } })).Message;
    }

    [Fact]
    public void Options_OutOfRange_AreAllReported()
    {
        var failure = Assert.Throws<ArgumentException>(() => new EnsembleDriver(new()
        {
            Combination = null!, Deadline = TimeSpan.Zero, MinimumNodes = 0, ChunkBytes = 0,
        }));

        foreach (var name in new[] { "Combination", "Deadline", "MinimumNodes", "ChunkBytes" })
            Assert.Contains(name, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DisposeAsync_EndsEveryNode()
    {
        var node = new ScriptedNode("a");
        var driver = Driver(new(), node);

        await driver.DisposeAsync();

        Assert.True(node.IsDisposed);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => driver.ScoreAsync(FloatRows.Counting(1), cancellation: Test));
    }

    private static EnsembleDriver Driver(EnsembleDriverOptions options, params IEnsembleNode[] nodes)
    {
        var driver = new EnsembleDriver(options);
        foreach (var node in nodes) driver.Add(node);
        return driver;
    }

    private sealed class Told(List<EnsembleProgress> list) : IProgress<EnsembleProgress>
    {
        public void Report(EnsembleProgress value)
        {
            lock (list) list.Add(value);
        }
    }
}
