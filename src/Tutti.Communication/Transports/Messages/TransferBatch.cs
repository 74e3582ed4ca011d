using System.Runtime.InteropServices;
using Tutti.Communication.Collectives;

namespace Tutti.Communication.Transports.Messages;

/// <summary>
/// The messages of one operation of one rank, in the order in which they are started, in transfers that are used again. Data that one
/// message cannot carry travel in several; messages of a pair of ranks are numbered by both alike.
/// </summary>
internal sealed class TransferBatch
{
    private readonly MessageEngine engine;
    private readonly MessageContext context;
    private readonly List<Transfer> transfers = [];
    private readonly int[] sent;
    private readonly int[] received;
    private readonly long mostBytes;
    private MessageHeader header;

    /// <param name="engine">Moves them.</param>
    /// <param name="context">The group.</param>
    /// <param name="mostBytes">What one message carries.</param>
    internal TransferBatch(MessageEngine engine, MessageContext context, long mostBytes = MessageHeader.MostPayloadBytes)
    {
        this.engine = engine;
        this.context = context;
        this.mostBytes = mostBytes;
        sent = new int[context.Ranks.Length];
        received = new int[context.Ranks.Length];
    }

    /// <summary>How many have been started since <see cref="Begin"/>.</summary>
    internal int Count { get; private set; }

    internal ReadOnlySpan<Transfer> Started => CollectionsMarshal.AsSpan(transfers)[..Count];

    /// <summary>A new operation: its messages carry this contract and number.</summary>
    internal void Begin(MessageKind kind, long number, in CollectiveHeader contract)
    {
        header = new MessageHeader(kind, context.Number, number, 0, contract, 0, engine.Transport.Generation);
        Count = 0;
        sent.AsSpan().Clear();
        received.AsSpan().Clear();
    }

    /// <summary>The following messages carry another contract.</summary>
    internal void Continue(in CollectiveHeader contract) => header = header with { Number = contract.Detail, Contract = contract };

    /// <summary>Starts to send to a rank of the group. Nothing is sent where there is nothing, unless it is asked for.</summary>
    internal void Send(int member, nint address, long bytes, bool evenEmpty = false)
    {
        for (long start = 0; start < bytes || evenEmpty; start += mostBytes)
        {
            engine.Send(Next(member, sent[member]++, address + (nint)start, Math.Min(mostBytes, bytes - start), isIncoming: false));
            evenEmpty = false;
        }
    }

    /// <summary>Starts to receive from a rank of the group what it sends with the same arguments.</summary>
    internal void Receive(int member, nint address, long bytes, bool evenEmpty = false)
    {
        for (long start = 0; start < bytes || evenEmpty; start += mostBytes)
        {
            engine.Receive(Next(member, received[member]++, address + (nint)start, Math.Min(mostBytes, bytes - start), isIncoming: true));
            evenEmpty = false;
        }
    }

    /// <summary>Starts nothing itself: a transfer for one who does.</summary>
    internal Transfer Next(int member, int piece, nint address, long bytes, bool isIncoming)
    {
        if (Count == transfers.Count) transfers.Add(new Transfer());
        var transfer = transfers[Count++];
        transfer.Peer = context.Ranks[member];
        transfer.Header = header with { Piece = piece, PayloadBytes = bytes };
        transfer.Address = address;
        transfer.IsIncoming = isIncoming;
        transfer.IsDone = false;
        transfer.Disagreement = null;
        return transfer;
    }

    /// <summary>Waits for those from one position to before another.</summary>
    internal EngineOutcome Await(int first, int end) => engine.Await(context, Started[first..end]);

    /// <summary>The group's ranks from which nothing has come in this operation.</summary>
    internal int[] Missing()
    {
        var hasCome = new bool[context.Ranks.Length];
        var isAwaited = new bool[context.Ranks.Length];
        foreach (var transfer in Started)
        {
            var member = context.GroupRankOf(transfer.Peer);
            hasCome[member] |= transfer is { IsDone: true, IsIncoming: true };
            isAwaited[member] |= !transfer.IsDone;
        }

        var members = Enumerable.Range(0, hasCome.Length);
        var missing = members.Where(member => !hasCome[member] && !context.HasArrived(member)).ToArray();
        // All have come, but something is stuck on its way.
        return missing.Length > 0 && header.Kind == MessageKind.Collective ? missing : [.. members.Where(member => isAwaited[member])];
    }
}
