using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Transports.Tcp;

/// <summary>Sleeps until a socket or an encrypted link has something to do.</summary>
internal sealed class SocketWaiter : LinkWaiter
{
    // A look at a socket is a system call: a few dozen last as long as a message between two machines.
    private const int Spins = 40;

    private readonly Link?[] links;
    private readonly bool isCrowded;
    private readonly PollCalls.Descriptor[] descriptors;
    private readonly SafeFileHandle? wakeUp;
    private int isAsleep;
    private int isWoken;

    /// <param name="links">One a rank.</param>
    /// <param name="isCrowded">Whether a rank that waits may take the core of one that works.</param>
    internal SocketWaiter(Link?[] links, bool isCrowded)
    {
        this.links = links;
        this.isCrowded = isCrowded;
        descriptors = new PollCalls.Descriptor[links.Length + 1];
        wakeUp = PollCalls.IsAvailable ? PollCalls.MakeEvent() : null;
    }

    internal override (int Spins, int Yields) Patience => (isCrowded ? 0 : Spins, 0);

    internal override void Sleep(TimeSpan limit, Func<int, LinkInterest> interests)
    {
        Interlocked.Exchange(ref isAsleep, 1);
        if (!IsAnyReady(interests))
        {
            if (wakeUp is not null) Poll(limit, interests, wakeUp);
            else Select(interests);
        }

        Volatile.Write(ref isAsleep, 0);
        Volatile.Write(ref isWoken, 0);
    }

    internal override void Wake()
    {
        Interlocked.Exchange(ref isWoken, 1);
        if (Volatile.Read(ref isAsleep) == 0 || wakeUp is not { IsClosed: false }) return;
        try
        {
            PollCalls.Raise(wakeUp);
        }
        catch (ObjectDisposedException)
        {
            // The transport has ended; nobody sleeps.
        }
    }

    public override void Dispose() => wakeUp?.Dispose();

    // Asked after others can see that we sleep.
    private bool IsAnyReady(Func<int, LinkInterest> interests)
    {
        if (Volatile.Read(ref isWoken) != 0) return true;
        for (var peer = 0; peer < links.Length; peer++)
            if (links[peer] is { } link && link.IsReady(interests(peer))) return true;
        return false;
    }

    private void Poll(TimeSpan limit, Func<int, LinkInterest> interests, SafeFileHandle handle)
    {
        for (var peer = 0; peer < links.Length; peer++)
        {
            var link = links[peer] as SocketLink;
            var interest = link is null ? LinkInterest.None : interests(peer);
            descriptors[peer].Number = interest == LinkInterest.None ? -1 : link!.Descriptor;
            descriptors[peer].Wanted = (short)(((interest & LinkInterest.Receive) != 0 ? PollCalls.Readable : 0) |
                ((interest & LinkInterest.Send) != 0 ? PollCalls.Writable : 0));
        }

        descriptors[^1].Number = (int)handle.DangerousGetHandle();
        descriptors[^1].Wanted = PollCalls.Readable;
        PollCalls.Wait(descriptors, (int)Math.Ceiling(limit.TotalMilliseconds));
        if (descriptors[^1].Found != 0) PollCalls.Reset(handle);
    }

    // Without a wake-up among the sockets the wait is kept short.
    private void Select(Func<int, LinkInterest> interests)
    {
        var (readable, writable) = (new List<Socket>(), new List<Socket>());
        for (var peer = 0; peer < links.Length; peer++)
        {
            if (links[peer] is not SocketLink link) continue;
            if ((interests(peer) & LinkInterest.Receive) != 0) readable.Add(link.Socket);
            if ((interests(peer) & LinkInterest.Send) != 0) writable.Add(link.Socket);
        }

        if (readable.Count + writable.Count == 0) Thread.Sleep(1);
        else Socket.Select(readable, writable, null, TimeSpan.FromMilliseconds(1));
    }
}
