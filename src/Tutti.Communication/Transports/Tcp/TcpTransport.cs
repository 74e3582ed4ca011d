using System.Net.Sockets;
using Tutti.Communication.Faults;
using Tutti.Communication.Membership;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Transports.Tcp;

/// <summary>
/// Messages over one TCP connection for each pair of ranks: plain and polled where both ends are this machine, encrypted beyond. A rank
/// calls those below it and is called by those above.
/// </summary>
internal sealed class TcpTransport : StreamTransport
{
    private TcpTransport(TcpOptions options, Link?[] links, SocketWaiter waiter) : base(options.Rank, links, waiter, options.Generation)
    {
    }

    /// <summary>Links up with all ranks, who do the same at about the same time.</summary>
    /// <param name="options">Who and where.</param>
    /// <param name="listener">Where this rank is called; stays the caller's.</param>
    /// <param name="faults">Of the job: a fault ends the waiting.</param>
    /// <exception cref="RendezvousException">A rank cannot be reached, or has not called in time.</exception>
    internal static TcpTransport Connect(TcpOptions options, Socket listener, FaultBoard faults)
    {
        var channels = new TcpGathering(options, listener, faults).Gather();
        var links = new Link?[channels.Length];
        var waiter = new SocketWaiter(links, options.IsCrowded);
        for (var peer = 0; peer < channels.Length; peer++)
            if (channels[peer] is { } channel) links[peer] = LinkOf(channel, peer);
        var transport = new TcpTransport(options, links, waiter);
        foreach (var link in links)
            if (link is StreamLink encrypted) encrypted.Start(waiter.Wake);
        return transport;
    }

    private static Link LinkOf(SecureChannel channel, int peer) =>
        channel.IsEncrypted ? new StreamLink(channel.Stream, channel.Socket, peer) : new SocketLink(channel.Socket);
}
