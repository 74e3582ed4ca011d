namespace Tutti.Communication.Transports.Messages;

/// <summary>
/// Reads messages from one link: into the memory of the transfer that waits for it, or, while none does, into pooled memory up to a limit,
/// beyond which it stops reading until a transfer asks. A header is checked before its length is believed.
/// </summary>
/// <param name="link">Where bytes come from.</param>
/// <param name="peer">Whose they are.</param>
/// <param name="generation">What headers must carry.</param>
/// <param name="limit">How many bytes of messages that nobody waits for are kept.</param>
/// <param name="bufferBytes">How many bytes are read at once; at least a header.</param>
internal sealed unsafe class LinkReader(Link link, int peer, uint generation, long limit, int bufferBytes = 64 << 10)
{
    // So that one busy peer cannot keep the others waiting.
    private const int ReadsATurn = 16;

    // What a link keeps for the messages that come early next: the memory that all share is emptied whenever the process collects garbage.
    private const int SpareBytesLimit = 256 << 10;

    private readonly byte[] buffer = new byte[bufferBytes];
    private readonly List<Transfer> posted = [];
    private readonly List<Arrival> kept = [];
    private readonly Stack<Arrival> spare = new();
    private int start;
    private int end;
    private long keptBytes;
    private int spareBytes;

    // The message whose payload is being read, and where it goes: one of the two.
    private Transfer? target;
    private Arrival? arriving;

    // A message that is too large to be kept: nothing more is read before a transfer asks for it.
    private MessageHeader? stalled;
    private bool isStopped;
    private bool hasMoved;

    /// <summary>The peer has said farewell; nothing follows.</summary>
    internal bool HasLeft { get; private set; }

    /// <summary>Whether somebody waits for bytes of this link.</summary>
    internal bool IsWanted => posted.Count > 0 || target is not null;

    /// <summary>Whether bytes of this link would be read. Any thread.</summary>
    internal bool IsReading => !isStopped && stalled is null;

    /// <summary>Messages that nobody has asked for, in bytes.</summary>
    internal long KeptBytes => keptBytes;

    internal void Add(Transfer transfer)
    {
        transfer.IsDone = false;
        transfer.Disagreement = null;
        transfer.Moved = 0;
        var index = kept.FindIndex(transfer);
        if (index >= 0) TakeKept(index, transfer);
        else if (stalled is { } header && header.IsOfSameChannel(transfer.Header) && !posted.HasChannel(transfer)) Begin(header, transfer);
        else posted.Add(transfer);
    }

    /// <summary>Reads what the link has now.</summary>
    /// <returns>Whether it had anything.</returns>
    /// <exception cref="LinkException">What came is no message, or the link ended before the peer said farewell.</exception>
    internal bool Read(Action<int, MessageHeader>? unexpected)
    {
        hasMoved = false;
        for (var turn = 0; turn < ReadsATurn && Consume(unexpected); turn++)
        {
            if (Receive() > 0) continue;
            CheckEnd();
            break;
        }

        return hasMoved;
    }

    internal void Clear()
    {
        posted.Clear();
        target = null;
        isStopped = true;
        foreach (var arrival in kept) arrival.Release();
        kept.Clear();
        while (spare.TryPop(out var arrival)) arrival.Release();
        spareBytes = 0;
    }

    // Works through what is in the buffer. Returns whether more bytes are wanted.
    private bool Consume(Action<int, MessageHeader>? unexpected)
    {
        while (!isStopped && stalled is null)
        {
            if (target is not null || arriving is not null)
            {
                var rest = Rest();
                var length = Math.Min(rest.Length, end - start);
                buffer.AsSpan(start, length).CopyTo(rest);
                start += length;
                Advance(length);
                if (target is not null || arriving is not null) return true;
            }

            if (end - start < MessageHeader.Bytes) return true;
            var problem = HeaderCodec.Read(buffer.AsSpan(start), generation, out var header);
            if (problem != HeaderProblem.None) throw Throw.NotAMessage(peer, problem, buffer.AsSpan(start, MessageHeader.Bytes));
            start += MessageHeader.Bytes;
            Dispatch(header, unexpected);
        }

        return false;
    }

    private void Dispatch(in MessageHeader header, Action<int, MessageHeader>? unexpected)
    {
        hasMoved = true;
        switch (header.Kind)
        {
            case MessageKind.Farewell:
                HasLeft = isStopped = true;
                return;
            case MessageKind.Notice:
                unexpected?.Invoke(peer, header);
                return;
        }

        var index = posted.FindIndex(header);
        if (index >= 0)
        {
            var transfer = posted[index];
            posted.RemoveAt(index);
            Begin(header, transfer);
            return;
        }

        if (header.Kind == MessageKind.Collective) unexpected?.Invoke(peer, header);
        if (HasRoomFor(header)) Keep(header);
        else stalled = header;
    }

    private bool HasRoomFor(in MessageHeader header) => keptBytes + header.PayloadBytes + Arrival.Overhead <= limit;

    private void Keep(in MessageHeader header)
    {
        stalled = null;
        if (spare.TryPop(out var arrival)) spareBytes -= arrival.Payload.Length;
        else arrival = new Arrival();
        arrival.Take(header);
        kept.Add(arrival);
        keptBytes += arrival.Cost;
        if (!arrival.IsComplete) arriving = arrival;
    }

    // The payload of this message is next, and goes to the transfer.
    private void Begin(in MessageHeader header, Transfer transfer)
    {
        stalled = null;
        if (header != transfer.Header)
        {
            transfer.Disagreement = header;
            isStopped = true;
        }
        else if (header.PayloadBytes == 0) transfer.IsDone = true;
        else target = transfer;
    }

    private void TakeKept(int index, Transfer transfer)
    {
        var arrival = kept[index];
        if (arrival.Header != transfer.Header)
        {
            transfer.Disagreement = arrival.Header;
            return;
        }

        arrival.Payload.AsSpan(0, (int)arrival.Received).CopyTo(new Span<byte>((void*)transfer.Address, (int)arrival.Received));
        transfer.Moved = arrival.Received;
        if (arrival.IsComplete)
        {
            transfer.IsDone = true;
        }
        else
        {
            arriving = null;
            target = transfer;
        }

        kept.RemoveAt(index);
        keptBytes -= arrival.Cost;
        Spare(arrival);
        // What waits behind may be what the next transfer asks for.
        if (stalled is { } header && HasRoomFor(header)) Keep(header);
    }

    private void Spare(Arrival arrival)
    {
        if (spareBytes + arrival.Payload.Length > SpareBytesLimit) arrival.Release();
        spareBytes += arrival.Payload.Length;
        spare.Push(arrival);
    }

    private Span<byte> Rest()
    {
        if (target is not null)
            return new Span<byte>((void*)(target.Address + (nint)target.Moved), (int)(target.Header.PayloadBytes - target.Moved));
        var received = (int)arriving!.Received;
        return arriving.Payload.AsSpan(received, (int)arriving.Header.PayloadBytes - received);
    }

    private void Advance(int bytes)
    {
        hasMoved |= bytes > 0;
        if (target is not null)
        {
            target.Moved += bytes;
            if (target.Moved < target.Header.PayloadBytes) return;
            target.IsDone = true;
            target = null;
        }
        else
        {
            arriving!.Received += bytes;
            if (arriving.IsComplete) arriving = null;
        }
    }

    // Large payloads skip the buffer.
    private int Receive()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }

        if ((target is not null || arriving is not null) && end == 0 && Rest() is { Length: var length } rest && length >= bufferBytes / 2)
        {
            var received = link.TryReceive(rest);
            Advance(received);
            return received;
        }

        var count = link.TryReceive(buffer.AsSpan(end));
        hasMoved |= count > 0;
        end += count;
        return count;
    }

    private void CheckEnd()
    {
        if (link.IsClosed) throw Throw.LinkEnded(peer, end > start || target is not null || arriving is not null);
    }
}
