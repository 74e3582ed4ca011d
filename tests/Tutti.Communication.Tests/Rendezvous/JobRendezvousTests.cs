using System.Net;
using System.Net.Sockets;
using Tutti.Communication.Membership;
using Tutti.Communication.Rendezvous;

namespace Tutti.Communication.Tests.Rendezvous;

public sealed class JobRendezvousTests
{
    private static readonly string Secret = new('c', 64);

    [Theory, InlineData(1), InlineData(3)]
    public async Task JoinAsync_ByTorchrunsVariables_MeetsInRankZero(int size)
    {
        var port = FreePort();
        var jobs = await Task.WhenAll(Enumerable.Range(0, size).Reverse().Select(rank => JobRendezvous.JoinAsync(
            Environment(rank, size, "localhost", port), new RendezvousOptions { DataPort = 5 + rank }, CancellationToken.None)));
        Assert.Equal(Enumerable.Range(0, size).Reverse(), jobs.Select(job => job.Rank));
        foreach (var job in jobs)
        {
            Assert.Equal((job.Rank, size), job.Placement);
            for (var rank = 0; rank < size; rank++) Assert.True(IPAddress.IsLoopback(IPAddress.Parse(job.Member.AddressOf(rank))));
            Assert.Equal(job.Rank == 0, job.HostedCoordinator is not null);
        }

        await Task.WhenAll(jobs.Select(job => job.LeaveAsync([(byte)job.Rank]))).WaitAsync(Ranks.Deadline);
        Assert.Equal(size, jobs[^1].HostedCoordinator!.Results.Count);
        foreach (var job in jobs) await job.DisposeAsync();
    }

    [Fact]
    public async Task JoinAsync_ByMpi_LearnsCoordinatorAndSecretByBroadcast()
    {
        var told = new TaskCompletionSource<byte[]>();
        var jobs = await Task.WhenAll(Enumerable.Range(0, 2).Select(rank => Task.Run(() => JobRendezvous.JoinAsync(
            new JobEnvironment(LaunchKind.Mpi, rank, 2) { LocalRank = rank, LocalSize = 2 },
            new RendezvousOptions { BroadcastFromRankZero = bytes => Broadcast(told, bytes) }, CancellationToken.None))));
        Assert.All(jobs, job => Assert.Equal(2, job.Roster.Size));
        foreach (var job in jobs) await job.DisposeAsync();
    }

    [Fact]
    public async Task JoinAsync_WithoutASecret_SaysWhatToSet()
    {
        var environment = Environment(0, 2, "127.0.0.1", FreePort()) with { Secret = null };
        var error = await Assert.ThrowsAsync<RendezvousException>(() =>
            JobRendezvous.JoinAsync(environment, new RendezvousOptions(), CancellationToken.None));
        Assert.Contains("Got neither TUTTI_JOB_SECRET nor TUTTI_JOB_SECRET_FILE in a job of 2 processes (Torchrun).", error.Message);
        Assert.EndsWith("export TUTTI_JOB_SECRET=$(openssl rand -hex 32)", error.Message);
    }

    [Fact]
    public async Task JoinAsync_SecretThatIsNone_IsNotRepeated()
    {
        var environment = Environment(0, 2, "127.0.0.1", FreePort()) with { Secret = "hunter2" };
        var error = await Assert.ThrowsAsync<RendezvousException>(() =>
            JobRendezvous.JoinAsync(environment, new RendezvousOptions(), CancellationToken.None));
        Assert.Contains("Got 7 characters. Expected 64 hexadecimal digits.", error.Message);
        Assert.DoesNotContain("hunter2", error.Message);
    }

    [Fact]
    public async Task JoinAsync_SecretInAFile_IsRead()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, Secret + "\n");
        var environment = Environment(0, 1, "127.0.0.1", FreePort()) with { Secret = null, SecretFile = path };
        await using var job = await JobRendezvous.JoinAsync(environment, new RendezvousOptions(), CancellationToken.None);
        Assert.Equal(1, job.Roster.Size);
        File.Delete(path);
        var error = await Assert.ThrowsAsync<RendezvousException>(() =>
            JobRendezvous.JoinAsync(environment, new RendezvousOptions(), CancellationToken.None));
        Assert.Contains("TUTTI_JOB_SECRET_FILE cannot be read", error.Message);
    }

    [Fact]
    public async Task JoinAsync_NobodyListens_NamesWhereItLooked()
    {
        var port = FreePort();
        var options = new RendezvousOptions { JoinTimeout = Ranks.Short };
        var error = await Assert.ThrowsAsync<RendezvousException>(() =>
            JobRendezvous.JoinAsync(Environment(1, 2, "127.0.0.1", port), options, CancellationToken.None));
        Assert.StartsWith("Join: the coordinator cannot be reached. Got '", error.Message);
        Assert.Contains($"from 127.0.0.1, port {port}, for 0.4 s", error.Message);
    }

    [Fact]
    public async Task LeaveAsync_OthersStillWork_EndsThemAfterTheLinger()
    {
        var port = FreePort();
        var options = new RendezvousOptions { LingerTimeout = Ranks.Short };
        var jobs = await Task.WhenAll(Enumerable.Range(0, 2).Select(rank => JobRendezvous.JoinAsync(
            Environment(rank, 2, "127.0.0.1", port), options, CancellationToken.None)));
        Assert.True(await jobs[0].LeaveAsync([]));
        await jobs[1].Member.JobFaultBoard.WhenFaulted.WaitAsync(Ranks.Deadline);
        Assert.StartsWith("rank 0, whose process hosts the coordinator, ended its work 0.4 s ago.", jobs[1].Member.Verdict!.Report.Message);
        foreach (var job in jobs) await job.DisposeAsync();
    }

    [Fact]
    public void HostIdentity_OnLinux_TellsNamespacesApart()
    {
        Assert.NotEmpty(HostIdentity.Current);
        if (OperatingSystem.IsLinux()) Assert.Matches(@"^[0-9a-f-]{36}/net:\[\d+\]/mnt:\[\d+\]$", HostIdentity.Current);
    }

    private static byte[] Broadcast(TaskCompletionSource<byte[]> told, byte[] bytes)
    {
        if (bytes.Length > 0) told.SetResult(bytes);
        return told.Task.WaitAsync(Ranks.Deadline).GetAwaiter().GetResult();
    }

    private static JobEnvironment Environment(int rank, int size, string host, int port) =>
        new(LaunchKind.Torchrun, rank, size) { CoordinatorHosts = [host], CoordinatorPort = port, Secret = Secret };

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
