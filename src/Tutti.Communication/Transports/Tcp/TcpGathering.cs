using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using Tutti.Communication.Faults;
using Tutti.Communication.Membership;

namespace Tutti.Communication.Transports.Tcp;

/// <summary>
/// How the links of a rank come to stand: it calls the ranks below it one after the other, then answers those above in whatever order they
/// call. Whoever does not know the secret, or is not a rank that is awaited, is sent away, and the waiting goes on.
/// </summary>
internal sealed class TcpGathering(TcpOptions options, Socket listener, FaultBoard faults)
{
    private const int IntroductionBytes = 8;
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(2);

    private readonly SecureChannel?[] channels = new SecureChannel?[options.Ranks.Count];
    private readonly long start = Stopwatch.GetTimestamp();
    private string lastProblem = "nothing";

    private TimeSpan Remaining => options.Timeout - Stopwatch.GetElapsedTime(start);

    /// <summary>Returns a channel for each other rank.</summary>
    internal SecureChannel?[] Gather()
    {
        try
        {
            for (var peer = 0; peer < options.Rank; peer++) channels[peer] = Call(peer);
            for (var missing = channels.Length - 1 - options.Rank; missing > 0;)
                if (Answer()) missing--;
            return channels;
        }
        catch
        {
            foreach (var channel in channels) channel?.Dispose();
            throw;
        }
    }

    private SecureChannel Call(int peer)
    {
        var (host, port) = options.Ranks[peer];
        for (var pause = FirstPause; ; pause = pause * 2 < Slice ? pause * 2 : Slice)
        {
            try
            {
                var limit = Remaining < SecureChannel.HandshakeTimeout ? Remaining : SecureChannel.HandshakeTimeout;
                var socket = MemberDialler.Connect(host, port, limit);
                var channel = SecureChannel.Connect(socket, options.Secret, ChannelPurpose.Data, Remaining);
                Span<byte> introduction = stackalloc byte[IntroductionBytes];
                BinaryPrimitives.WriteInt32LittleEndian(introduction, options.Rank);
                BinaryPrimitives.WriteUInt32LittleEndian(introduction[sizeof(int)..], options.Generation);
                channel.Stream.Write(introduction);
                channel.Stream.Flush();
                return channel;
            }
            catch (Exception early) when (
                early is SocketException or IOException or TimeoutException || (early is RendezvousException && Remaining <= pause))
            {
                lastProblem = early.Message;
            }

            if (Remaining <= pause) throw Unreachable(peer);
            ThrowIfFaulted();
            Thread.Sleep(pause);
        }
    }

    private bool Answer()
    {
        while (!listener.Poll(Slice, SelectMode.SelectRead))
        {
            ThrowIfFaulted();
            if (Remaining <= TimeSpan.Zero) throw Uncalled();
        }

        SecureChannel? channel = null;
        try
        {
            channel = SecureChannel.Accept(listener.Accept(), options.Secret, ChannelPurpose.Data, HandshakeLimit);
            channel.Socket.ReceiveTimeout = (int)HandshakeLimit.TotalMilliseconds;
            Span<byte> introduction = stackalloc byte[IntroductionBytes];
            channel.Stream.ReadExactly(introduction);
            var peer = BinaryPrimitives.ReadInt32LittleEndian(introduction);
            var generation = BinaryPrimitives.ReadUInt32LittleEndian(introduction[sizeof(int)..]);
            if (generation == options.Generation && peer > options.Rank && peer < channels.Length && channels[peer] is null)
            {
                channels[peer] = channel;
                return true;
            }

            lastProblem = $"a call from rank {peer} of generation {generation}";
        }
        catch (Exception stranger) when (stranger is RendezvousException or IOException or SocketException or TimeoutException)
        {
            lastProblem = stranger.Message;
        }

        channel?.Dispose();
        return false;
    }

    private void ThrowIfFaulted()
    {
        if (faults.Current is { } fault)
            throw new RendezvousException(
                $"Links: the job has failed. Got {fault.Cause.Message} Expected all ranks to link up. Mend that cause.", fault.Cause);
    }

    private RendezvousException Unreachable(int peer) => new(
        $"Links: rank {options.Rank} cannot reach rank {peer}. Got '{lastProblem}' from {options.Ranks[peer]} " +
        $"for {options.Timeout.TotalSeconds} s. Expected it to listen there. " +
        "See whether it still runs, and whether a firewall is in between; 'tutti doctor --cluster' tries all links.");

    private RendezvousException Uncalled()
    {
        var above = Enumerable.Range(options.Rank + 1, channels.Length - 1 - options.Rank);
        var missing = string.Join(", ", above.Where(rank => channels[rank] is null));
        return new RendezvousException(
            $"Links: rank {options.Rank} was not called by rank {missing}. Got {lastProblem} within {options.Timeout.TotalSeconds} s " +
            $"at {options.Ranks[options.Rank]}. Expected a call from every rank above it. " +
            "See whether they still run, and whether they can reach this address; 'tutti doctor --cluster' tries all links.");
    }
}
