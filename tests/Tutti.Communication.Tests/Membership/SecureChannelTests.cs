using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Tutti.Communication.Membership;

namespace Tutti.Communication.Tests.Membership;

public sealed class SecureChannelTests
{
    private static readonly JobSecret Other = JobSecret.Parse(new string('b', 64), "the test");

    public static TheoryData<string> Addresses => [.. OwnAddresses().Prepend("127.0.0.1").Distinct().Take(2)];

    [Theory, MemberData(nameof(Addresses))]
    public async Task Connect_SameSecret_CarriesBytesEncryptedExactlyBeyondLoopback(string address)
    {
        var (dialled, accepted) = await PairAsync(address, Job.Secret, Job.Secret);
        using var near = dialled();
        using var far = accepted();
        Assert.Equal(address != "127.0.0.1", near.IsEncrypted);
        Assert.Equal(near.IsEncrypted, far.IsEncrypted);
        var (sent, received) = (new byte[100_000], new byte[100_000]);
        new System.Random(1).NextBytes(sent);
        var sending = Task.Run(() => near.Stream.Write(sent));
        far.Stream.ReadExactly(received);
        await sending.WaitAsync(Ranks.Deadline);
        Assert.Equal(sent, received);
    }

    [Theory, MemberData(nameof(Addresses))]
    public async Task Connect_OtherSecret_FailsOnBothSides(string address)
    {
        var (dialled, accepted) = await PairAsync(address, Job.Secret, Other);
        foreach (var side in new[] { dialled, accepted })
            Assert.Contains("do not have the same secret", Assert.Throws<RendezvousException>(() => side()).Message);
    }

    [Fact]
    public async Task Connect_OtherPurpose_FailsOnBothSides()
    {
        var (dialled, accepted) = await PairAsync("127.0.0.1", Job.Secret, Job.Secret, ChannelPurpose.Data);
        foreach (var side in new[] { dialled, accepted })
            Assert.Contains("the other side wants something else", Assert.Throws<RendezvousException>(() => side()).Message);
    }

    // A man in the middle who ends TLS on both sides shows the dialler another certificate than the listener's.
    [Fact]
    public async Task ExchangeProofs_CertificatesDiffer_AreRefused()
    {
        var (left, right) = DuplexStream.Pair();
        var listening = Task.Run(() =>
            Record.Exception(() => Shake(new Handshake(Job.Secret, ChannelPurpose.Data, true, true), right, [1])));
        var error = Record.Exception(() => Shake(new Handshake(Job.Secret, ChannelPurpose.Data, false, false), left, [2]));
        Assert.Contains("same secret", Assert.IsType<RendezvousException>(error).Message);
        Assert.IsType<RendezvousException>(await listening.WaitAsync(Ranks.Deadline));
    }

    // Who only sends back what he got has proved nothing.
    [Fact]
    public async Task ExchangeProofs_Reflected_AreRefused()
    {
        var (left, right) = DuplexStream.Pair();
        var mirror = Task.Run(() =>
        {
            var hello = new byte[Handshake.HelloBytes];
            right.ReadExactly(hello);
            hello[8] = 2;
            right.Write(hello);
            var proof = new byte[33];
            right.ReadExactly(proof.AsSpan(1));
            proof[0] = 1;
            right.Write(proof);
        });
        var error = Record.Exception(() => Shake(new Handshake(Job.Secret, ChannelPurpose.Data, false, false), left, []));
        Assert.Contains("same secret", Assert.IsType<RendezvousException>(error).Message);
        await mirror.WaitAsync(Ranks.Deadline);
    }

    [Fact]
    public void Secret_AsText_IsNotGivenAway()
    {
        var secret = JobSecret.Generate();
        Assert.Equal("(job secret)", $"{secret}");
        Assert.Equal(secret.ToVariable(), JobSecret.Parse(secret.ToVariable().ToUpperInvariant(), "x").ToVariable());
        Assert.NotEqual(secret.ToVariable(), JobSecret.Generate().ToVariable());
    }

    private static void Shake(Handshake handshake, Stream stream, byte[] certificate)
    {
        handshake.ExchangeHellos(stream);
        handshake.Bind(certificate);
        handshake.ExchangeProofs(stream);
    }

    private static async Task<(Func<SecureChannel> Dialled, Func<SecureChannel> Accepted)> PairAsync(
        string address, JobSecret near, JobSecret far, ChannelPurpose farPurpose = ChannelPurpose.Control)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        listener.Listen();
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(listener.LocalEndPoint!);
        var other = await listener.AcceptAsync();
        var accepting = Task.Run(() => SecureChannel.Accept(other, far, farPurpose));
        var dialling = Task.Run(() => SecureChannel.Connect(socket, near, ChannelPurpose.Control));
        await Task.WhenAll(accepting, dialling).WaitAsync(Ranks.Deadline).ContinueWith(_ => { });
        return (() => dialling.GetAwaiter().GetResult(), () => accepting.GetAwaiter().GetResult());
    }

    private static IEnumerable<string> OwnAddresses() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus != OperationalStatus.Down)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Where(unicast => unicast.Address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(unicast.Address))
        .Select(unicast => $"{unicast.Address}");
}
