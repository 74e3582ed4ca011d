using System.Diagnostics;

namespace Tutti.Communication.Transports.Messages;

/// <summary>Messages over one <see cref="Link"/> to each peer.</summary>
internal class StreamTransport : MessageTransport
{
    /// <summary>How many bytes of messages that nobody waits for are kept for each peer; then its link is read no further.</summary>
    internal const long KeptBytesLimit = 64L << 20;

    private const int FullRoundEvery = 16;
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromMilliseconds(500);
    private static readonly long LateYieldTicks = Stopwatch.Frequency / 20_000;

    private readonly Link?[] links;
    private readonly LinkReader?[] readers;
    private readonly LinkWriter?[] writers;
    private readonly LinkWaiter waiter;
    private readonly Func<int, LinkInterest> interests;
    private readonly TimeProvider time;
    private int rounds;
    private bool isAbandoned;
    private bool isDisposed;

    /// <param name="rank">This rank.</param>
    /// <param name="links">One a rank, none for this one. The transport disposes them.</param>
    /// <param name="waiter">How to sleep; disposed with the transport.</param>
    /// <param name="generation">Of the membership.</param>
    /// <param name="keptBytesLimit">For each peer.</param>
    /// <param name="time">Null: the system's.</param>
    internal StreamTransport(int rank, Link?[] links, LinkWaiter waiter, uint generation = 0, long keptBytesLimit = KeptBytesLimit,
        TimeProvider? time = null)
        : base(rank, links.Length, generation)
    {
        this.links = links;
        this.waiter = waiter;
        this.time = time ?? TimeProvider.System;
        readers = new LinkReader?[Size];
        writers = new LinkWriter?[Size];
        for (var peer = 0; peer < Size; peer++)
        {
            if (links[peer] is not { } link) continue;
            readers[peer] = new LinkReader(link, peer, generation, keptBytesLimit);
            writers[peer] = new LinkWriter(link);
        }

        interests = InterestOf;
    }

    /// <summary>Messages from a peer that nobody has asked for, in bytes.</summary>
    internal long KeptBytes(int peer) => readers[peer]?.KeptBytes ?? 0;

    internal override void Send(Transfer transfer)
    {
        try
        {
            writers[transfer.Peer]!.Add(transfer);
        }
        catch (IOException)
        {
            // The next Progress meets the same and can say so; what the peer sent before is read first.
        }
    }

    internal override void Receive(Transfer transfer) => readers[transfer.Peer]!.Add(transfer);

    internal override bool Progress()
    {
        // Links from which nobody expects anything are looked at now and then: for notices, and so that their senders are not held up.
        var isFull = ++rounds % FullRoundEvery == 0;
        var moved = false;
        for (var peer = 0; peer < Size; peer++)
        {
            if (readers[peer] is not { } reader) continue;
            var writer = writers[peer]!;
            try
            {
                if (isFull || reader.IsWanted || writer.IsBusy) moved |= reader.Read(Unexpected);
                if (writer.IsBusy) moved |= writer.Flush();
            }
            catch (IOException) when (HasLeft(peer))
            {
                // What is sent to a rank that has left goes nowhere; whoever waits for it finds out.
                writer.Clear();
            }
            catch (IOException broken)
            {
                throw Throw.LinkBroken(peer, broken);
            }
        }

        return moved;
    }

    internal override bool HasLeft(int peer) => readers[peer]?.HasLeft ?? false;

    internal override void Idle(int round, TimeSpan limit)
    {
        var (spins, yields) = waiter.Patience;
        if (round < spins)
        {
            Thread.SpinWait(1);
            return;
        }

        if (round < spins + yields)
        {
            var before = Stopwatch.GetTimestamp();
            Thread.Yield();
            // Whoever comes back late has met a foreign busy process, and would lose a time slice again.
            if (Stopwatch.GetTimestamp() - before <= LateYieldTicks) return;
        }

        // The next round looks at every link.
        rounds = -1;
        waiter.Sleep(limit, interests);
    }

    internal override void Wake() => waiter.Wake();

    internal override void Abandon()
    {
        isAbandoned = true;
        foreach (var reader in readers) reader?.Clear();
        foreach (var writer in writers) writer?.Clear();
        foreach (var link in links) link?.Dispose();
    }

    public override void Dispose()
    {
        if (isDisposed) return;
        isDisposed = true;
        if (!isAbandoned)
        {
            SayFarewell();
            Abandon();
        }

        waiter.Dispose();
    }

    private LinkInterest InterestOf(int peer) => readers[peer] is not { } reader
        ? LinkInterest.None
        : (reader.IsReading ? LinkInterest.Receive : 0) | (writers[peer]!.IsBusy ? LinkInterest.Send : 0);

    /// <summary>
    /// Closing a socket with unread bytes resets it, and the peer may lose what it has not read yet. So the links are read until all peers
    /// have said farewell too, which they do at once where all ranks end together.
    /// </summary>
    private protected virtual void SayFarewell()
    {
        Unexpected = null;
        var isClosed = new bool[Size];
        for (var peer = 0; peer < Size; peer++)
            if (links[peer] is not null)
                Send(new Transfer { Peer = peer, Header = new MessageHeader(MessageKind.Farewell, 0, 0, 0, default, 0, Generation) });
        var since = time.GetTimestamp();
        for (var round = 0; time.GetElapsedTime(since) < FarewellLimit; round++)
        {
            var isOver = true;
            for (var peer = 0; peer < Size; peer++)
                if (links[peer] is not null && !isClosed[peer]) isOver &= isClosed[peer] = IsOver(peer);
            if (isOver) return;
            Idle(round, TimeSpan.FromMilliseconds(20));
        }
    }

    private bool IsOver(int peer)
    {
        try
        {
            var writer = writers[peer]!;
            writer.Flush();
            if (!writer.IsBusy) links[peer]!.CloseSending();
            readers[peer]!.Read(null);
            return HasLeft(peer) && !writer.IsBusy;
        }
        catch (Exception gone) when (gone is IOException or LinkException)
        {
            // An ended link is always ready to be read: nobody is to be woken for it again.
            readers[peer]!.Clear();
            writers[peer]!.Clear();
            return true;
        }
    }
}
