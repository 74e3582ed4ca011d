using System.Runtime.CompilerServices;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Transports.Mpi;

/// <summary>
/// Messages between the ranks of an MPI job. A small message is one of MPI's, header and payload; a large one is two, and the payload goes straight
/// from the sender's into the receiver's memory, once a transfer waits for it. Headers are looked at in the order in which their receives were
/// posted, so each peer's keep theirs. All is non-blocking: nothing here waits but <see cref="Idle"/>.
/// </summary>
internal sealed unsafe partial class MpiTransport : MessageTransport
{
    private const int HeaderTag = 0;
    // So many headers can come between two calls of Progress before MPI keeps them itself.
    private const int PostedHeaders = 16;
    private const int StatusBytes = 128;

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
    private bool isClosed;

    internal MpiTransport(MpiJob job) : base(job.Rank, job.Size)
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
        var (header, peer) = (transfer.Header, transfer.Peer);
        var frame = TakeFrame();
        Unsafe.Write(frame.Memory, header);
        lock (Job.Gate)
        {
            if (header.PayloadBytes <= MpiFrame.MostPayloadBytes)
            {
                Buffer.MemoryCopy((void*)transfer.Address, frame.Payload, header.PayloadBytes, header.PayloadBytes);
                StartSend(frame.Memory, MpiFrame.HeaderBytes + header.PayloadBytes, peer, HeaderTag, frame, null);
                transfer.IsDone = true;
                return;
            }

            StartSend(frame.Memory, MpiFrame.HeaderBytes, peer, HeaderTag, frame, null);
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

        lock (Job.Gate) Deliver(transfer, arrival.Header, arrival.Frame, arrival.Tag);
        if (arrival.Frame is { } frame) freeFrames.Push(frame);
        freeArrivals.Push(arrival);
    }

    internal override bool Progress()
    {
        if (isClosed) return false;
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

    internal override void Idle(int round, TimeSpan limit)
    {
        if (round <= 1) pause.Restart();
        // A payload on its way moves only while somebody looks at it.
        pause.Pause(limit, maySleep: payloadsComing == 0);
    }

    /// <summary>
    /// MPI moves bytes in calls only, and after this none is made but the one that ends the job. A send under way cannot be taken back in MPI.
    /// </summary>
    internal override void Abandon()
    {
        isClosed = true;
        Job.GiveUp();
        flights.Clear();
        payloadsComing = 0;
        foreach (var peer in peers) peer.Clear();
    }

    /// <summary>Takes back the receives of headers. Sends that are still under way go on until the job ends, and their frames stay for that.</summary>
    public override void Dispose()
    {
        if (isClosed) return;
        isClosed = true;
        lock (Job.Gate)
            foreach (var frame in headers)
                if (TryTakeBack(frame)) frame.Dispose();
        foreach (var frame in freeFrames) frame.Dispose();
    }
}
