using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tutti.Communication.Collectives;
using Tutti.Communication.Transports.Memory;
using Tutti.Communication.Transports.Messages;
using Tutti.Communication.Transports.Reductions;

namespace Tutti.Communication.Transports.Hierarchical;

/// <summary>
/// A rank of a group on several machines: ranks of one machine share memory, and one of them speaks for the machine in a group of messages.
/// Barriers, broadcasts, all-reduces and sums of shards cross between machines once a machine, in the fixed tree over all ranks or shards,
/// so with the same bits; all else goes over messages between the ranks themselves.
/// </summary>
internal sealed unsafe class HierarchicalGroup : ProcessGroup
{
    private static readonly Reducer<float> Sum = Reducers.Of<float>(Reduction.Sum);

    private readonly MessageGroup flat;
    private readonly MemoryGroup local;
    private readonly MachineMap map;
    private readonly MessageGroup? leaders;
    private readonly MessageGroup? speakers;
    private readonly ProcessGroup? part;
    private readonly nint[] ownLeaf;
    private readonly bool isSimple;
    private byte[] partial = [];

    private HierarchicalGroup(MessageGroup flat, MemoryGroup local, MachineMap map) : base(flat.Name, flat.Rank, flat.Size, flat.Faults)
    {
        this.flat = flat;
        this.local = local;
        this.map = map;
        ownLeaf = GC.AllocateArray<nint>(Size, pinned: true);
        leaders = (MessageGroup?)flat.Split(IsLeader ? 0 : -1);
        // Where every machine's ranks are one subtree, its leader speaks for it.
        isSimple = map.Tree.Parts.Length == map.Count;
        speakers = isSimple ? leaders : (MessageGroup?)flat.Split(map.SpeaksForPart(Rank) ? 0 : -1);
        part = isSimple ? local : local.Split(map.PartOfRank[Rank]);
        SetUpParts();
    }

    // A rank that waits for its machine's late rank must be the first to give up: whoever waits for that rank would accuse the wrong one.
    private void SetUpParts()
    {
        if (leaders is not null) leaders.Grace = flat.Engine.Timeout / 4;
        if (speakers is not null) speakers.Grace = flat.Engine.Timeout / 4;
        int[] all = [.. Enumerable.Range(0, Size)];
        flat.SpeakFor(this, all);
        local.SpeakFor(this, map.RanksOf(Machine));
        leaders?.SpeakFor(this, [.. Enumerable.Range(0, map.Count).Select(map.FirstRankOf)]);
        if (isSimple) return;
        speakers?.SpeakFor(this, Array.FindAll(all, map.SpeaksForPart));
        part?.SpeakFor(this, Array.FindAll(all, rank => map.PartOfRank[rank] == map.PartOfRank[Rank]));
    }

    // The groups of leaders and speakers are parts of the flat one, so that its count is theirs too.
    public override SentMessages? Sent => flat.Sent;

    private int Machine => map.MachineOf(Rank);

    private bool IsLeader => map.FirstRankOf(Machine) == Rank;

    private protected override TimeSpan Waited => flat.LastWait;

    /// <summary>Puts the group together. Collective. It disposes both groups.</summary>
    /// <param name="flat">Messages between all ranks.</param>
    /// <param name="local">This machine's ranks, in the same order.</param>
    /// <param name="machines">The machine of each rank, numbered from 0 in the order of their lowest ranks.</param>
    internal static HierarchicalGroup Create(MessageGroup flat, MemoryGroup local, int[] machines) =>
        new(flat, local, new MachineMap(machines));

    internal override MessagePort OpenPort() => flat.OpenPort();

    private protected override void DisposeCore()
    {
        if (!ReferenceEquals(part, local)) part?.Dispose();
        if (!ReferenceEquals(speakers, leaders)) speakers?.Dispose();
        leaders?.Dispose();
        local.Dispose();
        flat.Dispose();
    }

    private protected override void SetDirectBytes(int bytes)
    {
        flat.SetDirectBytesAs(bytes);
        leaders?.SetDirectBytesAs(bytes);
        if (!ReferenceEquals(speakers, leaders)) speakers?.SetDirectBytesAs(bytes);
    }

    private protected override void BarrierCore(in CollectiveHeader header)
    {
        MeetOnMachine(header);
        leaders?.BarrierAs(header);
        local.Grace = flat.Engine.Timeout / 2;
        local.BarrierAs(header);
    }

    private protected override void ExchangeCore(in CollectiveHeader header, ReadOnlySpan<byte> source, Span<byte> target, Routing routing)
    {
        BarrierCore(header);
        if (!routing.IsBroadcast)
        {
            flat.ExchangeAs(header, source, target, routing);
            return;
        }

        var root = routing.OnlySource;
        var rootMachine = map.MachineOf(root);
        // Who has the data passes it on: the root to its machine, its leader to the leaders, they to theirs.
        if (Machine == rootMachine) BroadcastOnMachine(header, target, Array.IndexOf(map.RanksOf(Machine), root));
        leaders?.ExchangeAs(
            header, leaders.Rank == rootMachine ? target : default, target, Routing.Broadcast(leaders.Size, rootMachine, target.Length));
        if (Machine != rootMachine) BroadcastOnMachine(header, target, 0);
    }

    private protected override void CombineCore<T>(in CollectiveHeader header, ReadOnlySpan<T> source, Span<T> target, Reducer<T> reducer)
    {
        // So that ranks that disagree meet in one group, whatever they do.
        if (header.Operation == CollectiveOperation.AllReduce && isSimple) MeetOnMachine(header);
        else BarrierCore(header);
        if (header.Operation != CollectiveOperation.AllReduce)
        {
            flat.CombineAs(header, source, target, reducer);
            return;
        }

        var contract = header with { Operation = CollectiveOperation.Reduce, Detail = 0 };
        var own = speakers is null ? default : Partial<T>(source.Length);
        part!.CombineAs(contract, source, own, new PartialReducer<T>(reducer));
        if (speakers is not null)
        {
            fixed (T* values = own, to = target)
            {
                ownLeaf[Rank] = (nint)values;
                var leaves = (T**)Unsafe.AsPointer(ref ownLeaf[0]);
                speakers.ReduceLeaves(header, map.PartTree, leaves, areReduced: true, to, 0, source.Length, reducer);
            }
        }

        BroadcastOnMachine(header, MemoryMarshal.AsBytes(target), 0);
    }

    private protected override ShardBuffer AllocateShardsCore(in CollectiveHeader header, ShardMap shards, int elementCount)
    {
        BarrierCore(header);
        var owners = new int[shards.ShardCount];
        for (var shard = 0; shard < owners.Length; shard++) owners[shard] = map.MachineOf(shards.OwnerOf(shard));
        // This machine's shards, numbered as the machine sees them; a machine without any has one that counts for nothing.
        var here = Array.FindAll([.. Enumerable.Range(0, owners.Length)], shard => owners[shard] == Machine);
        var ranks = map.RanksOf(Machine);
        int[] localOwners = here.Length == 0 ? [0] : [.. here.Select(shard => Array.IndexOf(ranks, shards.OwnerOf(shard)))];
        var memory = local.AllocateShards(new ShardMap(localOwners, ranks.Length), elementCount);

        var addresses = GC.AllocateArray<nint>(shards.ShardCount + 1, pinned: true);
        for (var index = 0; index < here.Length; index++) addresses[here[index]] = memory.Addresses[index];
        addresses[^1] = memory.Addresses[localOwners.Length + local.Rank];
        var slots = new Memory<float>[Math.Max(1, shards.ShardsOf(Rank).Length)];
        slots[0] = memory.Result;
        for (var position = 1; position < slots.Length; position++) slots[position] = memory.Shard(position);
        return new ShardBuffer(this, OperationNumber, shards, elementCount, slots, addresses, default)
        {
            Plan = (new TreePlan(owners), memory),
        };
    }

    private protected override void SumShardsCore(in CollectiveHeader header, ShardBuffer buffer, int start, int count)
    {
        var (plan, memory) = ((TreePlan, ShardBuffer))buffer.Plan!;
        MeetOnMachine(header);
        var leaves = (float**)Unsafe.AsPointer(ref buffer.Addresses[0]);
        leaders?.ReduceLeaves(header, plan, leaves, areReduced: false, (float*)buffer.Addresses[^1], start, count, Sum);
        var result = new Span<byte>((float*)buffer.Addresses[^1] + start, count * sizeof(float));
        BroadcastOnMachine(header, result, 0);
        GC.KeepAlive(memory);
    }

    // Between machines whole sums travel anyway.
    private protected override void ReduceShardsCore(in CollectiveHeader header, ShardBuffer buffer, int[] bounds) =>
        SumShardsCore(header, buffer, bounds[0], bounds[^1] - bounds[0]);

    private protected override ProcessGroup SplitCore(in CollectiveHeader header, string name, ReadOnlySpan<int> members)
    {
        BarrierCore(header);
        return flat.SplitAs(header, name, members);
    }

    private void MeetOnMachine(in CollectiveHeader header)
    {
        local.Grace = TimeSpan.Zero;
        local.BarrierAs(header);
    }

    private void BroadcastOnMachine(in CollectiveHeader header, Span<byte> data, int root)
    {
        local.Grace = flat.Engine.Timeout / 2;
        local.ExchangeAs(header, local.Rank == root ? data : default, data, Routing.Broadcast(local.Size, root, data.Length));
    }

    private Span<T> Partial<T>(int count) where T : unmanaged
    {
        if (partial.Length < count * (long)sizeof(T))
            partial = GC.AllocateUninitializedArray<byte>(checked(count * sizeof(T)), pinned: true);
        return MemoryMarshal.Cast<byte, T>(partial.AsSpan())[..count];
    }
}
