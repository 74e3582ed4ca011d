using System.Diagnostics;
using System.Text.Json;
using Tutti.Communication.Tracing;

namespace Tutti.Communication.Tests.Tracing;

public sealed class TimelineTests
{
    [Theory, InlineData(1), InlineData(3)]
    public void Write_CollectivesOfAllRanks_IsOneChromeTrace(int size)
    {
        using var folder = new TemporaryFile();
        Ranks.Run(size, world =>
        {
            world.Group.Timeline = new Timeline();
            world.Group.AllReduce(new float[10].AsSpan());
            world.Group.Barrier();
            world.Group.Timeline.Write(world.Group, folder.Path);
            return 0;
        });
        using var trace = JsonDocument.Parse(File.ReadAllBytes(folder.Path));
        var spans = trace.RootElement.EnumerateArray().Where(element => element.GetProperty("ph").GetString() == "X").ToArray();
        for (var rank = 0; rank < size; rank++)
        {
            var own = spans.Where(span => span.GetProperty("pid").GetInt32() == rank).ToArray();
            Assert.Equal(["AllReduce", "Barrier"], own.Select(span => span.GetProperty("name").GetString()));
            Assert.Equal(10, own[0].GetProperty("args").GetProperty("elements").GetInt32());
            Assert.All(own, span => Assert.True(span.GetProperty("dur").GetDouble() > 0));
            var end = own[0].GetProperty("ts").GetDouble() + own[0].GetProperty("dur").GetDouble();
            Assert.True(own[1].GetProperty("ts").GetDouble() >= end - 0.01);
        }
    }

    [Fact]
    public void Add_MoreThanCapacity_KeepsTheNewest()
    {
        using var folder = new TemporaryFile();
        var timeline = new Timeline(capacity: 3);
        for (var number = 1; number <= 5; number++) timeline.Add("step", "training", Stopwatch.GetTimestamp(), number);
        timeline.Write(World.Single().Group, folder.Path);
        using var trace = JsonDocument.Parse(File.ReadAllBytes(folder.Path));
        Assert.Equal(2, timeline.ForgottenCount);
        Assert.Equal(
            [3, 4, 5],
            trace.RootElement.EnumerateArray().Skip(1).Select(span => span.GetProperty("args").GetProperty("number").GetInt32()));
    }

    [Fact]
    public void WriteOwn_AfterAFault_HasTheRanksSpansUpToIt()
    {
        using var folder = new TemporaryFile();
        Ranks.Catch(2, world =>
        {
            world.Group.Timeline = new Timeline();
            world.Group.Barrier();
            if (world.Rank == 1) world.Group.Abort(new FormatException("boom"));
            else Assert.Throws<PeerLostException>(() => world.Group.AllReduce(new float[10].AsSpan()));
            if (world.Rank == 0) world.Group.Timeline.WriteOwn(world.Group, folder.Path);
        });

        using var trace = JsonDocument.Parse(File.ReadAllBytes(folder.Path));
        var names = trace.RootElement.EnumerateArray().Select(element => element.GetProperty("name").GetString());
        Assert.Equal(["process_name", "Barrier", "AllReduce"], names);
    }

    private sealed class TemporaryFile : IDisposable
    {
        internal string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
