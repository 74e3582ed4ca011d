using System.Runtime.CompilerServices;
using Tutti.Communication.Collectives;
using Tutti.Communication.Transports.Reductions;

namespace Tutti.Communication.Transports.Messages;

/// <summary>
/// A rank of a group whose ranks exchange messages. Every message carries the contract; a rank leaves a collective when its own part is
/// done, which for some (the root of a small broadcast) is before others have arrived. Steps and bytes are in docs/ALGORITHMS.md.
/// </summary>
internal sealed unsafe partial class MessageGroup : ProcessGroup
{
    private readonly MessageEngine engine;
    private readonly MessageContext context;
    private readonly TransferBatch batch;
    private readonly bool ownsEngine;
    private readonly TreePlan rankTree;
    private readonly nint[] ownLeaf;
    private byte[] staging = [];

    /// <summary>The group of all ranks of a transport.</summary>
    internal MessageGroup(string name, MessageEngine engine, MessageTuning? tuning = null)
        : this(name, engine, engine.Open(0, engine.Transport.Rank, [.. Enumerable.Range(0, engine.Transport.Size)]), tuning,
            ownsEngine: true)
    {
    }

    /// <summary>A group of some of them.</summary>
    private MessageGroup(string name, MessageEngine engine, MessageContext context, MessageTuning? tuning, bool ownsEngine)
        : base(name, context.Rank, context.Ranks.Length, engine.Faults)
    {
        this.engine = engine;
        this.context = context;
        this.ownsEngine = ownsEngine;
        Tuning = tuning ?? MessageTuning.Default;
        batch = new TransferBatch(engine, context, Tuning.MessageBytes);
        var owners = new int[Size];
        for (var rank = 0; rank < Size; rank++) owners[rank] = rank;
        rankTree = new TreePlan(owners);
        ownLeaf = GC.AllocateArray<nint>(Size, pinned: true);
    }

    internal MessageEngine Engine => engine;

    public override SentMessages? Sent => engine.Sent;

    internal MessageTuning Tuning { get; private set; }

    /// <summary>How much longer than its timeout the group waits: for a rank that itself waits for others elsewhere.</summary>
    internal TimeSpan Grace { set => context.Grace = value; }

    /// <summary>How long the last operation has waited for others.</summary>
    internal TimeSpan LastWait => engine.WaitedIn(context);

    private protected override TimeSpan Waited => LastWait;

    internal override MessagePort OpenPort() => new(engine, context, ownsEngine: false);

    private protected override void DisposeCore()
    {
        if (ownsEngine) engine.Dispose();
        else engine.Close(context);
    }

    private protected override ProcessGroup SplitCore(in CollectiveHeader header, string name, ReadOnlySpan<int> members)
    {
        Enter(header);
        var wishes = new int[Size];
        wishes[Rank] = engine.NextContext;
        fixed (int* all = wishes)
        {
            for (var distance = 1; distance < Size; distance++)
            {
                batch.Receive(Behind(distance), (nint)(all + Behind(distance)), sizeof(int));
                batch.Send(Ahead(distance), (nint)(all + Rank), sizeof(int));
            }

            AwaitAll();
        }

        var ranks = new int[members.Length];
        for (var member = 0; member < ranks.Length; member++) ranks[member] = context.Ranks[members[member]];
        // Groups of one split have the same number: no two ranks are together in more than one of them.
        return new MessageGroup(name, engine, engine.Open(wishes.Max(), members.IndexOf(Rank), ranks), Tuning, ownsEngine: false);
    }

    private protected override void SetDirectBytes(int bytes) => Tuning = Tuning with { DirectBytes = bytes };

    private protected override void BarrierCore(in CollectiveHeader header)
    {
        Enter(header);
        Synchronize();
    }

    // Dissemination: after round k a rank has heard, directly or not, of the 2^(k+1) ranks up to its own.
    private void Synchronize()
    {
        for (var distance = 1; distance < Size; distance *= 2)
        {
            var first = batch.Count;
            batch.Receive(Behind(distance), 0, 0, evenEmpty: true);
            batch.Send(Ahead(distance), 0, 0, evenEmpty: true);
            Await(first, batch.Count);
        }
    }

    private void Enter(in CollectiveHeader header)
    {
        batch.Begin(MessageKind.Collective, OperationNumber, header);
        if (engine.Enter(context, OperationNumber, header) is { IsDone: false } outcome) throw Settle(outcome);
    }

    private void AwaitAll() => Await(0, batch.Count);

    private void Await(int first, int end)
    {
        if (batch.Await(first, end) is { IsDone: false } outcome) throw Settle(outcome);
    }

    private Exception Settle(in EngineOutcome outcome) => EngineFaults.Settle(engine, context, batch, outcome, Call(), Told);

    private int Ahead(int distance) => (Rank + distance) % Size;

    private int Behind(int distance) => (Rank - distance + Size) % Size;

    // Pinned, on a cache line; grows, and is kept.
    private byte* Staging(long bytes)
    {
        if (staging.Length < bytes + FixedTree.LineBytes)
            staging = GC.AllocateUninitializedArray<byte>(checked((int)(bytes + FixedTree.LineBytes)), pinned: true);
        return (byte*)(((nint)Unsafe.AsPointer(ref staging[0]) + FixedTree.LineBytes - 1) & -FixedTree.LineBytes);
    }
}
