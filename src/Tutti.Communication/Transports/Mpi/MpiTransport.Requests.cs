using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Transports.Mpi;

/// <summary>From requests to messages. All of it runs under the job's gate.</summary>
internal sealed unsafe partial class MpiTransport
{
    private void StartSend(void* bytes, long count, int peer, int tag, MpiFrame? frame, Transfer? transfer)
    {
        nint request = 0;
        Check(mpi.StartSend(bytes, (int)count, constants.Byte, peer, tag, constants.World, &request), peer, "MPI_Isend");
        // Most small messages are away at once.
        if (frame is not null && IsOver(ref request, peer)) freeFrames.Push(frame);
        else Fly(request, peer, frame, transfer);
    }

    private void PostHeader(MpiFrame frame)
    {
        nint request = 0;
        var (count, type, sender) = (MpiFrame.Bytes, constants.Byte, constants.AnySource);
        Check(mpi.StartReceive(frame.Memory, count, type, sender, HeaderTag, constants.World, &request), Rank, "MPI_Irecv");
        frame.Request = request;
    }

    // The oldest posted receive only: a later one that has ended holds a later message.
    private bool TakeHeader()
    {
        var frame = headers[nextHeader];
        var status = stackalloc byte[StatusBytes];
        var (request, ended) = (frame.Request, 0);
        Check(mpi.Test(&request, &ended, status), Rank, "MPI_Test");
        if (ended == 0) return false;

        var sender = *(int*)(status + constants.StatusSource);
        var problem = HeaderCodec.Read(new ReadOnlySpan<byte>(frame.Memory, MessageHeader.Bytes), Generation, out var header);
        if (problem != HeaderProblem.None)
            throw new LinkException(sender, $"What came is not a message: its header is wrong in {problem}.");
        if (Accept(sender, header, frame)) frame = TakeFrame();
        headers[nextHeader] = frame;
        PostHeader(frame);
        nextHeader = (nextHeader + 1) % PostedHeaders;
        return true;
    }

    /// <summary>Gives the message to whoever waits for it, or keeps it.</summary>
    /// <returns>Whether the frame is kept.</returns>
    private bool Accept(int sender, in MessageHeader header, MpiFrame frame)
    {
        var peer = peers[sender];
        if (header.Kind is MessageKind.Notice or MessageKind.Farewell)
        {
            if (header.Kind == MessageKind.Notice) Unexpected?.Invoke(sender, header);
            else peer.HasSaidFarewell = true;
            return false;
        }

        var isSmall = header.PayloadBytes <= MpiFrame.MostPayloadBytes;
        var tag = isSmall ? 0 : peer.NextReceiveTag();
        if (peer.TakeWaiting(header) is { } transfer)
        {
            Deliver(transfer, header, isSmall ? frame : null, tag);
            return false;
        }

        var arrival = freeArrivals.TryPop(out var free) ? free : new MpiArrival();
        (arrival.Header, arrival.Frame, arrival.Tag) = (header, isSmall ? frame : null, tag);
        peer.Keep(arrival);
        if (header.Kind == MessageKind.Collective) Unexpected?.Invoke(sender, header);
        return isSmall;
    }

    private void Deliver(Transfer transfer, in MessageHeader header, MpiFrame? frame, int tag)
    {
        if (header != transfer.Header)
        {
            transfer.Disagreement = header;
            transfer.IsDone = true;
            return;
        }

        if (frame is not null)
        {
            Buffer.MemoryCopy(frame.Payload, (void*)transfer.Address, header.PayloadBytes, header.PayloadBytes);
            transfer.IsDone = true;
            return;
        }

        nint request = 0;
        var peer = transfer.Peer;
        var memory = (void*)transfer.Address;
        Check(mpi.StartReceive(memory, (int)header.PayloadBytes, constants.Byte, peer, tag, constants.World, &request), peer, "MPI_Irecv");
        payloadsComing++;
        peers[peer].PayloadsComing++;
        Fly(request, peer, null, transfer);
        flights[^1].IsReceived = true;
    }

    private void Fly(nint request, int peer, MpiFrame? frame, Transfer? transfer)
    {
        var flight = freeFlights.TryPop(out var free) ? free : new MpiFlight();
        flight.Request = request;
        (flight.Peer, flight.Frame, flight.Transfer) = (peer, frame, transfer);
        flights.Add(flight);
    }

    private void Land(MpiFlight flight)
    {
        if (flight.Frame is not null) freeFrames.Push(flight.Frame);
        if (flight.Transfer is not null) flight.Transfer.IsDone = true;
        if (flight.IsReceived)
        {
            payloadsComing--;
            peers[flight.Peer].PayloadsComing--;
        }

        (flight.Frame, flight.Transfer, flight.IsReceived) = (null, null, false);
        freeFlights.Push(flight);
    }

    private bool IsOver(ref nint request, int peer)
    {
        var status = stackalloc byte[StatusBytes];
        var (handle, ended) = (request, 0);
        Check(mpi.Test(&handle, &ended, status), peer, "MPI_Test");
        request = handle;
        return ended != 0;
    }

    // A receive that no message has met ends at once when it is cancelled; another ends with its message, which nobody waits for.
    private void TakeBack(MpiFrame frame)
    {
        var request = frame.Request;
        Check(mpi.Cancel(&request), Rank, "MPI_Cancel");
        for (var attempt = 0; attempt < 1_000 && !IsOver(ref request, Rank); attempt++) { }
    }

    private MpiFrame TakeFrame() => freeFrames.TryPop(out var free) ? free : new MpiFrame();

    private void Check(int code, int peer, string function)
    {
        if (code != 0) throw new LinkException(peer, $"{function}: {Job.Library.ErrorText(code)} ({code}).");
    }
}
