using System.Runtime.CompilerServices;
using Tutti.Communication.Collectives;
using Tutti.Communication.Transports.Memory;
using Tutti.Communication.Transports.Reductions;

namespace Tutti.Communication.Transports.Messages;

internal sealed unsafe partial class MessageGroup
{
    private static readonly Reducer<float> Sum = Reducers.Of<float>(Reduction.Sum);

    private protected override ShardBuffer AllocateShardsCore(in CollectiveHeader header, ShardMap map, int elementCount)
    {
        // Where each own shard is, zero for others'; then where the result is.
        var addresses = GC.AllocateArray<nint>(map.ShardCount + 1, pinned: true);
        var slots = AllocateSlots(map, elementCount, addresses);
        var owners = new int[map.ShardCount];
        for (var shard = 0; shard < owners.Length; shard++) owners[shard] = map.OwnerOf(shard);
        Enter(header);
        Synchronize();
        return new ShardBuffer(this, OperationNumber, map, elementCount, slots, addresses, default) { Plan = new TreePlan(owners) };
    }

    // A rank that has no memory must not leave the others waiting.
    private Memory<float>[] AllocateSlots(ShardMap map, int elementCount, nint[] addresses)
    {
        var own = map.ShardsOf(Rank);
        var slots = new Memory<float>[Math.Max(1, own.Length)];
        try
        {
            for (var position = 0; position < slots.Length; position++)
            {
                slots[position] = AlignedFloats.Allocate(elementCount, out var address);
                if (position == 0) addresses[^1] = address;
                if (!own.IsEmpty) addresses[own[position]] = address;
            }

            return slots;
        }
        catch (OutOfMemoryException cause)
        {
            Abort(cause);
            throw;
        }
    }

    private protected override void SumShardsCore(in CollectiveHeader header, ShardBuffer buffer, int start, int count)
    {
        Enter(header);
        if (count == 0) Synchronize();
        var leaves = (float**)Unsafe.AsPointer(ref buffer.Addresses[0]);
        var shape = ShapeForAll(start, count, sizeof(float));
        ReduceTree((TreePlan)buffer.Plan!, leaves, areReduced: false, (float*)buffer.Addresses[^1], shape, Sum);
        GC.KeepAlive(buffer);
    }

    private protected override void ReduceShardsCore(in CollectiveHeader header, ShardBuffer buffer, int[] bounds)
    {
        Enter(header);
        // Who reduces nothing hears from nobody.
        var hasEmptyPart = false;
        for (var rank = 0; rank < Size; rank++) hasEmptyPart |= bounds[rank] == bounds[rank + 1];
        if (hasEmptyPart) Synchronize();
        var leaves = (float**)Unsafe.AsPointer(ref buffer.Addresses[0]);
        ReduceTree((TreePlan)buffer.Plan!, leaves, areReduced: false, (float*)buffer.Addresses[^1], ReduceShape.InBounds(Size, bounds), Sum);
        GC.KeepAlive(buffer);
    }
}
