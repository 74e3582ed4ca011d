using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Tutti.Communication.Membership;

namespace Tutti.Communication.Tests.Membership;

/// <summary>A coordinator and its members in this process, over real sockets.</summary>
internal sealed class Job : IAsyncDisposable
{
    private readonly List<Member> members = [];

    internal Job(int worldSize, Func<CoordinatorOptions, CoordinatorOptions>? change = null)
    {
        var options = new CoordinatorOptions { WorldSize = worldSize, Secret = Secret };
        Coordinator = Coordinator.Listen(change?.Invoke(options) ?? options);
        Coordinator.Decided += fault => Verdicts.Add(fault.Verdict);
    }

    internal static JobSecret Secret { get; } = JobSecret.Parse(new string('a', 64), "the test");

    internal Coordinator Coordinator { get; }

    internal BlockingCollection<VerdictMessage> Verdicts { get; } = [];

    internal static JoinMessage JoinAs(int? rank, int worldSize, int processId = 0) =>
        new(rank, worldSize, new MemberFacts("host", "here", processId == 0 ? 1000 + (rank ?? 99) : processId, "0.1.0", "", 0));

    internal Member Start(int? rank, int worldSize, JobSecret? secret = null, int processId = 0, int? port = null)
    {
        var member = Member.Start(new MemberOptions
        {
            Hosts = ["127.0.0.1"], Port = port ?? Coordinator.Port, Secret = secret ?? Secret, Join = JoinAs(rank, worldSize, processId),
        });
        members.Add(member);
        return member;
    }

    internal async Task<Member[]> StartAllAsync(int size)
    {
        var started = Enumerable.Range(0, size).Select(rank => Start(rank, size)).ToArray();
        foreach (var member in started) await member.JoinedAsync(CancellationToken.None).WaitAsync(Ranks.Deadline);
        return started;
    }

    /// <summary>A connection that says what the test wants.</summary>
    internal Socket Raw()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            { ReceiveTimeout = (int)Ranks.Deadline.TotalMilliseconds };
        socket.Connect(IPAddress.Loopback, Coordinator.Port);
        return socket;
    }

    /// <summary>A member without signs of life of its own: it says what the test wants, in frames.</summary>
    internal SecureChannel Channel() => SecureChannel.Connect(Raw(), Secret, ChannelPurpose.Control);

    public async ValueTask DisposeAsync()
    {
        foreach (var member in members) await member.DisposeAsync();
        await Coordinator.DisposeAsync();
    }
}
