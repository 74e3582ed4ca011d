using System.Net;
using System.Net.Sockets;
using Tutti.Distributed.Ensembles;
using Tutti.Server.Ensembles;
using Tutti.Server.Security;
using Tutti.Tensors;

namespace Tutti.Server.Tests.Ensembles;

public sealed class EnsembleHubTests
{
    private static readonly SampleChunk Chunk = new([2], new float[] { 1, 0, 2, 0, 3, 0 });

    [Fact]
    public async Task Nodes_ThatJoin_AnswerTheDriver()
    {
        await using var driver = new EnsembleDriver(new EnsembleDriverOptions { MinimumNodes = 3, ChunkBytes = 64 });
        await using var hub = await TestHub.StartAsync(driver.Add);
        await using var a = new ServedNode(new AnsweringNode("a", 1), hub.Options("a"));
        await using var b = new ServedNode(new AnsweringNode("b", 2), hub.Options("b"));
        await using var c = new ServedNode(new AnsweringNode("c", 3), hub.Options("c"));
        await hub.Hub.WaitForNodesAsync(3, TestHub.Deadline);

        var answer = await driver.ScoreAsync(Samples.Counting(100));

        Assert.Equal(Enumerable.Range(0, 100).Select(i => 2.0 * i), answer.Values);
        Assert.All(answer.Nodes, node => Assert.True(node.Spoke, node.Problem));
        // A node counts an answer when the hub has thanked for it, which may be after the driver had it.
        SpinWait.SpinUntil(() => a.Remote.SampleCount >= 100, TestHub.Deadline);
        Assert.Equal(100, a.Remote.SampleCount);
        Assert.Equal(13, a.Remote.AnswerCount);
    }

    [Fact]
    public async Task Node_ThatJoinsWhileServing_TakesPartFromTheNextAnswerOn()
    {
        await using var driver = new EnsembleDriver();
        await using var hub = await TestHub.StartAsync(driver.Add);
        await using var a = new ServedNode(new AnsweringNode("a", 1), hub.Options("a"));
        await hub.Hub.WaitForNodesAsync(1, TestHub.Deadline);
        var alone = await driver.ScoreAsync(Samples.Counting(4));
        await using var b = new ServedNode(new AnsweringNode("b", 3), hub.Options("b"));
        await hub.Hub.WaitForNodesAsync(2, TestHub.Deadline);

        var both = await driver.ScoreAsync(Samples.Counting(4));

        Assert.Equal([0, 1, 2, 3], alone.Values);
        Assert.Equal([0, 2, 4, 6], both.Values);
    }

    [Fact]
    public async Task Node_OfHub_SaysWhatItSaidWhenItJoined()
    {
        await using var hub = await TestHub.StartAsync();
        var node = new AnsweringNode("a");
        await using var served = new ServedNode(node, hub.Options("a"));
        await hub.Hub.WaitForNodesAsync(1, TestHub.Deadline);

        Assert.Equal(node.Facts, hub.Hub.Nodes.Single().Facts);
    }

    [Fact]
    public async Task AnswerAsync_OfANodeThatLeft_SaysSo()
    {
        await using var hub = await TestHub.StartAsync();
        var (member, served) = await JoinAsync(hub, new AnsweringNode("a"));
        await served.StopAsync();

        var refusal = await Assert.ThrowsAsync<NodeException>(() => member.AnswerAsync(Chunk, CancellationToken.None));

        Assert.Equal("Node 'a' is not there: it left.", refusal.Message);
        Assert.Empty(hub.Hub.Nodes);
        Assert.Contains("left localhost", served.Notices.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnswerAsync_WhenTheNodeLeavesOwingAnAnswer_FailsAtOnce()
    {
        var asked = new TaskCompletionSource();
        await using var hub = await TestHub.StartAsync();
        var (member, served) = await JoinAsync(hub, Hanging("a", asked));
        var answer = member.AnswerAsync(Chunk, CancellationToken.None);
        await asked.Task.WaitAsync(TestHub.Deadline);

        await served.StopAsync();

        Assert.Contains("it left", (await Assert.ThrowsAsync<NodeException>(() => answer.WaitAsync(TestHub.Deadline))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnswerAsync_Cancelled_EndsAndTheNextIsAnswered()
    {
        var (asked, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var hub = await TestHub.StartAsync();
        var node = new AnsweringNode("a")
        {
            Script = async (chunk, _) =>
            {
                asked.TrySetResult();
                await go.Task;
                return AnsweringNode.Values(chunk, 1);
            },
        };
        var (member, served) = await JoinAsync(hub, node);
        await using var _ = served;
        using var deadline = new CancellationTokenSource();
        var late = member.AnswerAsync(Chunk, deadline.Token);
        await asked.Task.WaitAsync(TestHub.Deadline);
        await deadline.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => late);

        var next = member.AnswerAsync(new SampleChunk([2], new float[] { 7, 0 }), CancellationToken.None);
        go.SetResult();

        Assert.Equal(new double[] { 7 }, await next.WaitAsync(TestHub.Deadline));
    }

    [Fact]
    public async Task AnswerAsync_WhenTheModelFails_NamesNodeAndCauseAndTheNextIsAnswered()
    {
        var calls = 0;
        await using var hub = await TestHub.StartAsync();
        var node = new AnsweringNode("a")
        {
            Script = (chunk, _) => calls++ switch
            {
                0 => throw new InvalidOperationException("the model broke\u001b[2J"),
                1 => Task.FromResult(new double[] { 1, double.NaN, 3 }),
                2 => Task.FromResult(new double[2]),
                _ => Task.FromResult(AnsweringNode.Values(chunk, 1)),
            },
        };
        var (member, served) = await JoinAsync(hub, node);
        await using var _ = served;

        async Task<string> FailureAsync() => (await Assert.ThrowsAsync<NodeException>(() => member.AnswerAsync(Chunk, CancellationToken.None).WaitAsync(TestHub.Deadline))).Message;
        Assert.Equal("Node 'a' could not answer: the model broke [2J", await FailureAsync());
        Assert.Contains("the model gave NaN for sample 1", await FailureAsync(), StringComparison.Ordinal);
        Assert.Contains("the model gave 2 values for 3 samples", await FailureAsync(), StringComparison.Ordinal);
        Assert.Equal(new double[] { 1, 2, 3 }, await member.AnswerAsync(Chunk, CancellationToken.None).WaitAsync(TestHub.Deadline));
    }

    [Fact]
    public async Task Node_WhenItsModelChanges_IsLeftOut()
    {
        await using var hub = await TestHub.StartAsync();
        var node = new AnsweringNode("a");
        var (member, served) = await JoinAsync(hub, node);
        await using var _ = served;

        node.Facts = node.Facts with { Version = "v2" };

        var failure = await Assert.ThrowsAsync<NodeException>(() => member.AnswerAsync(Chunk, CancellationToken.None).WaitAsync(TestHub.Deadline));
        Assert.Contains("Got version v2. Expected v1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_WhenTheDriverStartsAgain_ComesBack()
    {
        using var certificate = ServerCertificate.CreateSelfSigned();
        var first = await TestHub.StartAsync(certificate: certificate);
        var (_, served) = await JoinAsync(first, new AnsweringNode("a", 2));
        await using var __ = served;
        await first.Hub.DisposeAsync();
        await served.Notices.WaitForAsync("Trying again");
        var joined = new TaskCompletionSource<IEnsembleNode>();
        await using var second = await TestHub.StartAsync(joined.SetResult, options => options with { Port = first.Hub.Address.Port }, certificate);

        var member = await joined.Task.WaitAsync(TestHub.Deadline);

        Assert.Equal(new double[] { 2, 4, 6 }, await member.AnswerAsync(Chunk, CancellationToken.None).WaitAsync(TestHub.Deadline));
        await served.Notices.WaitForAsync("joined localhost", 2);
    }

    [Fact]
    public async Task Node_ThatComesBack_StaysTheSameObjectOfTheDriver()
    {
        await using var driver = new EnsembleDriver();
        await using var hub = await TestHub.StartAsync(driver.Add);
        await using (var first = new ServedNode(new AnsweringNode("a", 1), hub.Options("a")))
            await hub.Hub.WaitForNodesAsync(1, TestHub.Deadline);
        var absent = await Assert.ThrowsAsync<EnsembleException>(() => driver.ScoreAsync(Samples.Counting(2)));
        await using var second = new ServedNode(new AnsweringNode("a", 5), hub.Options("a"));
        await hub.Notices.WaitForAsync("node 'a' came back");

        Assert.Equal([0, 5], (await driver.ScoreAsync(Samples.Counting(2))).Values);
        Assert.Contains("it left", absent.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_MoreThanTheLimit_WaitUntilThereIsRoom()
    {
        await using var hub = await TestHub.StartAsync(change: options => options with { MaxNodes = 1 });
        await using var a = new ServedNode(new AnsweringNode("a"), hub.Options("a"));
        await hub.Hub.WaitForNodesAsync(1, TestHub.Deadline);
        await using var b = new ServedNode(new AnsweringNode("b"), hub.Options("b"));
        await b.Notices.WaitForAsync("the ensemble is full");

        await a.StopAsync();

        await hub.Notices.WaitForAsync("node 'b' joined");
    }

    [Fact]
    public async Task Driver_ThatRefusesANode_EndsItWithTheReason()
    {
        await using var driver = new EnsembleDriver(new EnsembleDriverOptions { Combination = Combination.WeightedBySize });
        await using var hub = await TestHub.StartAsync(driver.Add);
        var node = new AnsweringNode("a");
        node.Facts = node.Facts with { TrainingSamples = 0 };
        await using var served = new ServedNode(node, hub.Options("a"));

        var refusal = await Assert.ThrowsAsync<Tutti.Distributed.Ensembles.Remote.RemoteRefusedException>(() => served.Running.WaitAsync(TestHub.Deadline));

        Assert.Contains("the driver does not take 'a'", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(hub.Hub.Nodes);
        Assert.DoesNotContain("joined", hub.Notices.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_OfANode_StandUntilItJoins()
    {
        await using var hub = await TestHub.StartAsync(change: options => options with { ExpectedVersions = new Dictionary<string, string> { ["a"] = "v1" } });
        var wrong = new AnsweringNode("a");
        wrong.Facts = wrong.Facts with { Version = "v2" };
        await using (var refused = new ServedNode(wrong, hub.Options("a")))
            await Assert.ThrowsAsync<Tutti.Distributed.Ensembles.Remote.RemoteRefusedException>(() => refused.Running.WaitAsync(TestHub.Deadline));
        var reason = Assert.Single(hub.Hub.Refusals);
        await using var right = new ServedNode(new AnsweringNode("a"), hub.Options("a"));
        await hub.Hub.WaitForNodesAsync(1, TestHub.Deadline);

        Assert.Equal("a", reason.Key);
        Assert.Contains("Got version v2. Expected v1", reason.Value, StringComparison.Ordinal);
        Assert.Empty(hub.Hub.Refusals);
    }

    [Fact]
    public async Task Nodes_WhileTheDriverTakesOne_DoNotCountIt()
    {
        var (asked, go) = (new TaskCompletionSource(), new ManualResetEventSlim());
        await using var hub = await TestHub.StartAsync(_ =>
        {
            asked.SetResult();
            go.Wait(TestHub.Deadline);
        });
        await using var a = new ServedNode(new AnsweringNode("a"), hub.Options("a"));
        await asked.Task.WaitAsync(TestHub.Deadline);
        var before = hub.Hub.Nodes;

        go.Set();
        await hub.Hub.WaitForNodesAsync(1, TestHub.Deadline);

        Assert.Empty(before);
    }

    [Fact]
    public async Task WaitForNodesAsync_WhenTooFewCome_NamesThoseThatDid()
    {
        await using var hub = await TestHub.StartAsync();
        await using var a = new ServedNode(new AnsweringNode("a"), hub.Options("a"));
        await hub.Hub.WaitForNodesAsync(1, TestHub.Deadline);

        var late = await Assert.ThrowsAsync<TimeoutException>(() => hub.Hub.WaitForNodesAsync(2, TimeSpan.FromMilliseconds(50)));

        Assert.Contains("Got 1 (a). Expected 2.", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_OnATakenPort_SaysSo()
    {
        await using var hub = await TestHub.StartAsync();

        var failure = await Assert.ThrowsAsync<IOException>(() => TestHub.StartAsync(change: options => options with { Port = hub.Hub.Address.Port }));

        Assert.StartsWith("EnsembleHub: cannot listen.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_WithWrongOptions_NamesAll()
    {
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => TestHub.StartAsync(change: options => options with
        {
            Port = 70000, MaxNodes = 0, MaxChunkBytes = 0, PollTime = TimeSpan.Zero, LostAfter = TimeSpan.Zero, BodyTimeout = TimeSpan.Zero,
            SampleShape = Shape.Create([0]), ClientAuthorities = [],
        }));

        Assert.All(["Port is 70000", "MaxNodes is 0", "MaxChunkBytes", "PollTime", "LostAfter", "BodyTimeout", "SampleShape", "ClientAuthorities"],
            part => Assert.Contains(part, refusal.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hub_SpokenToInPlainHttp_AnswersNothing()
    {
        await using var hub = await TestHub.StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, hub.Hub.Address.Port);

        await socket.GetStream().WriteAsync("GET /ensemble/v1/nodes HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        var answer = new byte[64];
        var count = 0;
        try
        {
            count = await socket.GetStream().ReadAsync(answer).AsTask().WaitAsync(TestHub.Deadline);
        }
        catch (IOException)
        {
            // Reset is as good an end as closed.
        }

        Assert.DoesNotContain("HTTP", System.Text.Encoding.ASCII.GetString(answer, 0, count), StringComparison.Ordinal);
    }

    private static async Task<(IEnsembleNode Member, ServedNode Served)> JoinAsync(TestHub hub, AnsweringNode node)
    {
        var served = new ServedNode(node, hub.Options(node.Facts.Name));
        await hub.Hub.WaitForNodesAsync(1, TestHub.Deadline);
        return (hub.Hub.Nodes.Single(), served);
    }

    private static AnsweringNode Hanging(string name, TaskCompletionSource asked) => new(name)
    {
        Script = async (_, cancellation) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            return [];
        },
    };
}
