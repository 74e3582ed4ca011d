namespace Tutti.Communication.Transports.Messages;

/// <summary>
/// Writes messages to one link in the order in which they were started. Headers and small payloads are joined in a buffer, so that they
/// leave together; the rest of a large payload goes straight from the caller's memory. A send is done when the link has taken its last
/// byte: from then on it arrives whether or not this rank moves its transport.
/// </summary>
internal sealed unsafe class LinkWriter(Link link)
{
    private const int BufferBytes = 32 << 10;

    // A large payload's beginning, so that its header does not travel alone.
    private const int HeadBytes = 4 << 10;

    private readonly Queue<Transfer> waiting = new();
    private readonly Queue<(Transfer Transfer, int End)> buffered = new();
    private readonly byte[] buffer = new byte[BufferBytes];
    private int start;
    private int end;
    private Transfer? large;

    /// <summary>Whether anything has not been taken by the link. Any thread.</summary>
    internal bool IsBusy { get; private set; }

    internal void Add(Transfer transfer)
    {
        transfer.IsDone = false;
        transfer.Moved = 0;
        waiting.Enqueue(transfer);
        IsBusy = true;
        Flush();
    }

    /// <summary>Sends what the link takes now.</summary>
    /// <returns>Whether it took anything.</returns>
    internal bool Flush()
    {
        var moved = false;
        while (true)
        {
            Fill();
            if (end > start)
            {
                var sent = link.TrySend(buffer.AsSpan(start, end - start));
                if (sent == 0) break;
                start += sent;
                moved = true;
                while (buffered.TryPeek(out var first) && first.End <= start) buffered.Dequeue().Transfer.IsDone = true;
                continue;
            }

            if (large is null) break;
            var sentDirectly = SendLarge();
            if (sentDirectly == 0) break;
            moved = true;
        }

        IsBusy = end > start || large is not null;
        return moved;
    }

    internal void Clear()
    {
        waiting.Clear();
        buffered.Clear();
        large = null;
        start = end = 0;
        IsBusy = false;
    }

    private void Fill()
    {
        if (start == end) start = end = 0;
        while (large is null && waiting.TryPeek(out var next))
        {
            var payload = next.Header.PayloadBytes;
            var room = BufferBytes - end - MessageHeader.Bytes;
            var head = (int)Math.Min(payload, payload <= BufferBytes / 2 ? BufferBytes / 2 : HeadBytes);
            if (room < head) return;
            waiting.Dequeue();
            HeaderCodec.Write(next.Header, buffer.AsSpan(end));
            new ReadOnlySpan<byte>((void*)next.Address, head).CopyTo(buffer.AsSpan(end + MessageHeader.Bytes));
            end += MessageHeader.Bytes + head;
            next.Moved = head;
            if (head == payload) buffered.Enqueue((next, end));
            else large = next;
        }
    }

    private int SendLarge()
    {
        var rest = large!.Header.PayloadBytes - large.Moved;
        var sent = link.TrySend(new ReadOnlySpan<byte>((void*)(large.Address + (nint)large.Moved), (int)Math.Min(rest, int.MaxValue)));
        large.Moved += sent;
        if (sent == rest)
        {
            large.IsDone = true;
            large = null;
        }

        return sent;
    }
}
