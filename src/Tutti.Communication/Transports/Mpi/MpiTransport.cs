using System.Diagnostics;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Transports.Mpi;

/// <summary>
/// Messages between the ranks of an MPI job. A small message is one of MPI's, header and payload; a large one is two, and the payload
/// goes straight from the sender's into the receiver's memory, once a transfer waits for it. Headers are looked at in the order in which
/// their receives were posted, so each peer's keep theirs. All is non-blocking: nothing here waits but <see cref="Idle"/>.
/// </summary>
internal sealed unsafe partial class MpiTransport : MessageTransport
{
    private const int HeaderTag = 0;
    // So many headers can come between two calls of Progress before MPI keeps them itself.
    private const int PostedHeaders = 16;
    private const int StatusBytes = 128;
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly MpiFunctions mpi;
    private readonly MpiConstants constants;
    private readonly MpiPeer[] peers;
    private readonly MpiFrame[] headers = new MpiFrame[PostedHeaders];
    private readonly List<MpiFlight> flights = [];
    private readonly Stack<MpiFlight> freeFlights = [];
    private readonly Stack<MpiFrame> freeFrames = [];
    private readonly Stack<MpiArrival> freeArrivals = [];
    private readonly PollingPause pause;
    private int nextHeader;
    private int payloadsComing;
    private LinkException? broken;
    private bool isClosed;

    internal MpiTransport(MpiJob job, uint generation = 0) : base(job.Rank, job.Size, generation)
    {
        Job = job;
        mpi = job.Library.Functions;
        constants = job.Library.Constants;
        pause = new PollingPause(job.IsCrowded);
        peers = new MpiPeer[Size];
        for (var peer = 0; peer < Size; peer++) peers[peer] = new MpiPeer();
        lock (Job.Gate)
            for (var index = 0; index < PostedHeaders; index++) PostHeader(headers[index] = new MpiFrame());
    }

    /// <summary>For what ranks do without messages: the library's own all-reduce, the end.</summary>
    internal MpiJob Job { get; }

    internal override void Send(Transfer transfer)
    {
        try
        {
            Start(transfer);
        }
        catch (LinkException cause)
        {
            // The next Progress says so, as it does of all that breaks: whoever waits there settles it for all ranks.
            broken ??= cause;
        }
    }

    private void Start(Transfer transfer)
    {
        var (header, peer) = (transfer.Header, transfer.Peer);
        var frame = TakeFrame();
        HeaderCodec.Write(header, new Span<byte>(frame.Memory, MessageHeader.Bytes));
        lock (Job.Gate)
        {
            if (header.PayloadBytes <= MpiFrame.MostPayloadBytes)
            {
                Buffer.MemoryCopy((void*)transfer.Address, frame.Payload, header.PayloadBytes, header.PayloadBytes);
                StartSend(frame.Memory, MessageHeader.Bytes + header.PayloadBytes, peer, HeaderTag, frame, null);
                transfer.IsDone = true;
                return;
            }

            StartSend(frame.Memory, MessageHeader.Bytes, peer, HeaderTag, frame, null);
            StartSend((void*)transfer.Address, header.PayloadBytes, peer, peers[peer].NextSendTag(), null, transfer);
        }
    }

    internal override void Receive(Transfer transfer)
    {
        var peer = peers[transfer.Peer];
        if (peer.TakeArrived(transfer.Header) is not { } arrival)
        {
            peer.Wait(transfer);
            return;
        }

        try
        {
            lock (Job.Gate) Deliver(transfer, arrival.Header, arrival.Frame, arrival.Tag);
        }
        catch (LinkException cause)
        {
            broken ??= cause;
        }

        if (arrival.Frame is { } frame) freeFrames.Push(frame);
        freeArrivals.Push(arrival);
    }

    internal override bool Progress()
    {
        if (isClosed) return false;
        if (broken is not null) throw broken;
        bool hasMoved;
        lock (Job.Gate)
        {
            // One a call: whoever waits for it should not wait for a look at the next.
            hasMoved = TakeHeader();
            for (var index = flights.Count - 1; index >= 0; index--)
            {
                var flight = flights[index];
                if (!IsOver(ref flight.Request, flight.Peer)) continue;
                flights[index] = flights[^1];
                flights.RemoveAt(flights.Count - 1);
                Land(flight);
                hasMoved = true;
            }
        }

        return hasMoved;
    }

    internal override bool HasLeft(int peer) => peers[peer] is { HasSaidFarewell: true, PayloadsComing: 0 };

    internal override void Idle(int round, TimeSpan limit)
    {
        if (round <= 1) pause.Restart();
        // A payload on its way moves only while somebody looks at it.
        pause.Pause(limit, maySleep: payloadsComing == 0);
    }

    /// <summary>
    /// After this no call is made but the one that ends the job. A request under way cannot be taken back in MPI, and a peer, a network
    /// that reads and writes memory by itself, or a thread of the library's own may still go on with it: its memory stays where it is until
    /// the process ends.
    /// </summary>
    internal override void Abandon()
    {
        isClosed = true;
        Job.GiveUp();
        MemoryAnchor.Hold([.. flights.Where(flight => flight.Transfer is not null).Select(flight => flight.Transfer!.Address)]);
        flights.Clear();
        payloadsComing = 0;
        foreach (var peer in peers) peer.Clear();
    }

    /// <summary>
    /// Says farewell, and waits a moment for what was sent to leave. Receives stay open for the farewells of ranks that end later, until
    /// <see cref="MpiJob"/> ends: libraries complain about messages that nobody took.
    /// </summary>
    public override void Dispose()
    {
        if (isClosed) return;
        var farewell = new MessageHeader(MessageKind.Farewell, 0, 0, 0, default, 0, Generation);
        for (var peer = 0; peer < Size; peer++)
            if (peer != Rank) Send(new Transfer { Peer = peer, Header = farewell });
        ProgressUntil(() => flights.Count == 0);
        isClosed = true;
        Job.Finishing += TakeFarewells;
    }

    private void TakeFarewells()
    {
        isClosed = false;
        ProgressUntil(() => Array.TrueForAll(peers, peer => peer == peers[Rank] || peer.HasSaidFarewell));
        isClosed = true;
        lock (Job.Gate)
            foreach (var frame in headers) TakeBack(frame);
    }

    private void ProgressUntil(Func<bool> condition)
    {
        var since = Stopwatch.GetTimestamp();
        for (var round = 1; !condition() && Stopwatch.GetElapsedTime(since) < Moment; round++)
            if (Progress()) round = 0;
            else Idle(round, Moment);
    }
}
