using System.Net;
using System.Net.Sockets;
using Tutti.Communication.Rendezvous;
using Tutti.Communication.Tests.Membership;

namespace Tutti.Communication.Tests.Rendezvous;

public sealed class ClusterCheckTests
{
    private static readonly ClusterCheckOptions Options = new() { DataDigests = new Dictionary<string, string> { ["digits"] = "aa" } };

    [Fact]
    public async Task RunAsync_RanksAlike_FindsNoProblemAndEveryLink()
    {
        await using var job = new Job(3);
        var members = await job.StartAllAsync(3);
        var reports = await Task.WhenAll(members.Select(member =>
            ClusterCheck.RunAsync(member, Job.Secret, Options, CancellationToken.None)))
            .WaitAsync(Ranks.Deadline);
        foreach (var report in reports)
        {
            Assert.Empty(report.Problems);
            Assert.Equal([(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)], report.Links.Select(link => (link.From, link.To)));
            Assert.All(report.Links, link => Assert.True(link.RoundTrip > TimeSpan.Zero && link.BytesPerSecond is null));
            Assert.All(report.Ranks, rank => Assert.InRange(rank.ClockOffset, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(1)));
        }

        Assert.Equal([0, 1, 2], reports.Select(report => report.Rank));
    }

    [Fact]
    public async Task RunAsync_DataDiffer_NamesTheSetAndTheRanks()
    {
        await using var job = new Job(3);
        var members = await job.StartAllAsync(3);
        var reports = await Task.WhenAll(members.Select(member => ClusterCheck.RunAsync(member, Job.Secret,
            member.Rank == 1 ? new ClusterCheckOptions { DataDigests = new Dictionary<string, string> { ["digits"] = "bb" } } : Options,
                CancellationToken.None)))
            .WaitAsync(Ranks.Deadline);
        Assert.All(reports, report => Assert.Equal(["the data 'digits' differs: aa on rank 0, 2; bb on rank 1"], report.Problems));
    }

    [Fact]
    public async Task CallAsync_BetweenMachines_MeasuresTheWidth()
    {
        using var probe = LinkProbe.Listen(Job.Secret);
        var link = await LinkProbe.CallAsync(0, 1, "127.0.0.1", probe.Port, Job.Secret, isNear: false).WaitAsync(Ranks.Deadline);
        Assert.Null(link.Problem);
        Assert.InRange(link.BytesPerSecond!.Value, 1e6, 1e12);
    }

    [Fact]
    public async Task CallAsync_NobodyThere_SaysWhereItCalled()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        var link = await LinkProbe.CallAsync(0, 1, "127.0.0.1", port, Job.Secret, isNear: true).WaitAsync(Ranks.Deadline);
        Assert.StartsWith($"no connection to 127.0.0.1:{port} (", link.Problem);
    }

    [Fact]
    public void Report_RanksDiffer_NamesEveryDifference()
    {
        ClusterRank Rank(int rank, string version, double clock) =>
            new(rank, $"n{rank}", $"h{rank}", 1, version, ".NET 10", TimeSpan.FromSeconds(clock), new Dictionary<string, string>());
        var report = new ClusterReport(0, [Rank(0, "0.1.0", 0), Rank(1, "0.2.0", 2.5)],
            [new ClusterLink(0, 1, "no connection", TimeSpan.Zero, null), new ClusterLink(1, 0, null, TimeSpan.FromMilliseconds(1), 1e9)],
                TimeSpan.FromSeconds(1));
        Assert.Equal(
        [
            "rank 0 on n0 cannot reach rank 1 on n1: no connection",
            "the version of Tutti differs: 0.1.0 on rank 0; 0.2.0 on rank 1",
            "clocks differ: rank 1 on n1 is 2.5 s ahead of rank 0 on n0",
        ], report.Problems);
    }

    [Fact]
    public async Task RunAsync_OptionsThatDoNotFit_AreRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => ClusterCheck.RunAsync(new ClusterCheckOptions { JoinTimeout = TimeSpan.Zero }));
}
