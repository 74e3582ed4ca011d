using System.Net.Security;
using System.Net.Sockets;
using Tutti.Communication.Faults;
using Tutti.Communication.Membership;
using Tutti.Communication.Tests.Transports.Messages;
using Tutti.Communication.Transports.Messages;
using Tutti.Communication.Transports.Tcp;

namespace Tutti.Communication.Tests.Transports.Tcp;

public sealed class TcpTransportTests
{
    [Fact]
    public void Collectives_LargeData_AreExact()
    {
        const int count = 3_000_000;
        Assert.All(MessageRanks.Catch(TcpGroups.Make(3, Ranks.Deadline), group => CheckSum(group, count)), Assert.Null);
    }

    [Fact]
    public void Collectives_OverEncryptedLinks_AreExactAndLeaveInGoodOrder()
    {
        var (first, second) = TcpGroups.Connect();
        Stream[] streams = [new SslStream(new SocketStream(first)), new SslStream(new SocketStream(second))];
        var server = new Thread(() => ((SslStream)streams[0]).AuthenticateAsServer(
            new SslServerAuthenticationOptions { ServerCertificate = EphemeralCertificate.Instance }));
        server.Start();
        ((SslStream)streams[1]).AuthenticateAsClient(new SslClientAuthenticationOptions
        {
            TargetHost = "tutti", RemoteCertificateValidationCallback = (_, _, _, _) => true,
        });
        Assert.True(server.Join(Ranks.Deadline));
        var faults = new FaultBoard();
        Socket[] sockets = [first, second];
        var groups = Enumerable.Range(0, 2)
            .Select(rank => Group(rank, peer => new StreamLink(streams[rank], sockets[rank], peer), faults)).ToArray();
        Assert.All(MessageRanks.Catch(groups, group =>
        {
            CheckSum(group, 1_000_000);
            for (var round = 0; round < 100; round++) CheckSum(group, round);
        }), Assert.Null);
    }

    [Fact]
    public void Receive_PeersSocketCloses_NamesThePeer()
    {
        var (own, other) = TcpGroups.Connect();
        using var group = Group(0, _ => new SocketLink(own), new FaultBoard());
        other.Dispose();
        var lost = Assert.IsType<PeerLostException>(Record.Exception(() => group.Receive<byte>(new byte[10], 1)));
        Assert.Equal(1, lost.Peer);
        Assert.Contains("Link to rank 1: the connection ended. Got its end without a farewell.", lost.Message);
    }

    [Fact]
    public void Receive_EncryptedStreamFailsInAWayOfItsOwn_NamesThePeerAndEndsNoProcess()
    {
        var (own, other) = TcpGroups.Connect();
        using var _ = other;
        using var group = Group(0, peer => new StreamLink(new BrokenStream(), own, peer), new FaultBoard());
        var lost = Assert.IsType<PeerLostException>(Record.Exception(() => group.Receive<byte>(new byte[10], 1)));
        Assert.Equal(1, lost.Peer);
        Assert.Contains("Link to rank 1: the connection broke.", lost.Message);
        Assert.Contains("renegotiation", lost.Message);
    }

    [Fact]
    public void Receive_GarbageFromAPeer_NamesItAndTakesNoMemory()
    {
        var (own, other) = TcpGroups.Connect();
        using var group = Group(0, _ => new SocketLink(own), new FaultBoard());
        other.Send(new byte[1_000]);
        Assert.Contains("Link to rank 1: what came is no message.", Record.Exception(() => group.Receive<byte>(new byte[10], 1))!.Message);
        other.Dispose();
    }

    [Fact]
    public void Connect_StrangersCallFirst_AreSentAwayAndRanksLinkUp()
    {
        var listeners = new[] { TcpGroups.Listen(), TcpGroups.Listen() };
        var secret = JobSecret.Generate();
        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        stranger.Connect(listeners[0].LocalEndPoint!);
        stranger.Send("GET / HTTP/1.1\r\n\r\n"u8.ToArray().Concat(new byte[200]).ToArray());
        var faults = new FaultBoard();
        var transports = new TcpTransport[2];
        var threads = Enumerable.Range(0, 2).Select(rank => new Thread(() =>
            transports[rank] = TcpTransport.Connect(TcpGroups.Options(rank, listeners, secret), listeners[rank], faults))).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) Assert.True(thread.Join(Ranks.Deadline));
        foreach (var transport in transports) transport.Abandon();
        foreach (var transport in transports) transport.Dispose();
        foreach (var listener in listeners) listener.Dispose();
    }

    [Fact]
    public void Connect_RankNeverCalls_IsNamed()
    {
        var listeners = new[] { TcpGroups.Listen(), TcpGroups.Listen() };
        var error = Assert.Throws<RendezvousException>(() => TcpTransport.Connect(
            TcpGroups.Options(0, listeners, JobSecret.Generate(), Ranks.Short), listeners[0], new FaultBoard()));
        Assert.StartsWith("Links: rank 0 was not called by rank 1. Got nothing within 0.4 s", error.Message);
        listeners[0].Dispose();
        error = Assert.Throws<RendezvousException>(() => TcpTransport.Connect(
            TcpGroups.Options(1, [TcpGroups.Listen(), listeners[1]], JobSecret.Generate(), Ranks.Short), listeners[1], new FaultBoard()));
        Assert.StartsWith("Links: rank 1 cannot reach rank 0.", error.Message);
        listeners[1].Dispose();
    }

    private static void CheckSum(ProcessGroup group, int count)
    {
        var values = new int[count];
        for (var i = 0; i < count; i++) values[i] = group.Rank * 31 + i;
        group.AllReduce(values.AsSpan());
        for (var i = 0; i < count; i++)
            if (values[i] != group.Size * (group.Size - 1) / 2 * 31 + group.Size * i) Assert.Fail($"element {i} is {values[i]}");
    }

    private static MessageGroup Group(int rank, Func<int, Link> make, FaultBoard faults)
    {
        var links = new Link?[2];
        links[1 - rank] = make(1 - rank);
        var waiter = new SocketWaiter(links, isCrowded: true);
        (links[1 - rank] as StreamLink)?.Start(waiter.Wake);
        return new MessageGroup("workers", new MessageEngine(new StreamTransport(rank, links, waiter), faults, Ranks.Deadline));
    }

    // As an encrypted stream may, in which a peer does what it must not.
    private sealed class BrokenStream : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => throw new InvalidOperationException("renegotiation");

        public override int Read(Span<byte> buffer) => throw new InvalidOperationException("renegotiation");
    }
}
