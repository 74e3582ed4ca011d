using System.Runtime.CompilerServices;
using Tutti.Communication.Collectives;
using Tutti.Communication.Transports.Reductions;

namespace Tutti.Communication.Transports.Messages;

internal sealed unsafe partial class MessageGroup
{
    private protected override void CombineCore<T>(in CollectiveHeader header, ReadOnlySpan<T> source, Span<T> target, Reducer<T> reducer)
    {
        Enter(header);
        if (source.IsEmpty || header.Operation == CollectiveOperation.Reduce) Synchronize();
        fixed (T* from = source, to = target)
        {
            if (header.Operation == CollectiveOperation.AllReduce && header.Detail == (long)ReductionOrder.Any && Size > 1)
                CombineInAnyOrder(header, from, to, source.Length, reducer);
            else
                CombineInTree(header, from, to, source.Length, reducer);
        }
    }

    private void CombineInTree<T>(in CollectiveHeader header, T* from, T* to, long count, Reducer<T> reducer) where T : unmanaged
    {
        ownLeaf[Rank] = (nint)from;
        var leaves = (T**)Unsafe.AsPointer(ref ownLeaf[0]);
        var target = header.Operation == CollectiveOperation.ReduceScatter ? to - count / Size * Rank : to;
        if (header.Operation == CollectiveOperation.Reduce && header.Detail != Rank) target = null;
        ReduceTree(rankTree, leaves, areReduced: false, target, ShapeOf(header, count, sizeof(T)), reducer);
    }

    /// <summary>
    /// An all-reduce of leaves that the ranks own as the plan says, at elements [start, start + count): what a group of groups needs.
    /// Collective.
    /// </summary>
    internal void ReduceLeaves<T>(
        in CollectiveHeader header, TreePlan plan, T** leaves, bool areReduced, T* target, long start, long count, Reducer<T> reducer)
        where T : unmanaged
    {
        using var call = Begin(header);
        Enter(header);
        if (count == 0) Synchronize();
        ReduceTree(plan, leaves, areReduced, target, ShapeForAll(start, count, sizeof(T)), reducer);
    }

    private void ReduceTree<T>(TreePlan plan, T** leaves, bool areReduced, T* target, ReduceShape shape, Reducer<T> reducer)
        where T : unmanaged
    {
        try
        {
            new TreeRun<T>(this, plan, leaves, areReduced, target, shape, reducer).Run();
        }
        catch (Exception cause)
        {
            GiveUp(cause);
            throw;
        }
    }

    // Whatever a reduction of one's own throws: the caller is about to have memory back that messages in flight must not touch. After a
    // fault of the job this does nothing.
    private void GiveUp(Exception cause)
    {
        Abort(cause);
        engine.Abandon();
    }

    private ReduceShape ShapeOf(in CollectiveHeader header, long count, int elementBytes) => header.Operation switch
    {
        CollectiveOperation.ReduceScatter => ReduceShape.InParts(Size, count / Size),
        CollectiveOperation.Reduce when IsDirect(count * elementBytes) => ReduceShape.ByRoot(Size, 0, count, (int)header.Detail),
        CollectiveOperation.Reduce => ReduceShape.InRanges(Size, 0, count, elementBytes, (int)header.Detail),
        _ => ShapeForAll(0, count, elementBytes),
    };

    private ReduceShape ShapeForAll(long start, long count, int elementBytes) => IsDirect(count * elementBytes)
        ? ReduceShape.ByEveryone(Size, start, count)
        : ReduceShape.InRanges(Size, start, count, elementBytes);

    // Between two ranks nothing moves less than both sending all they have.
    private bool IsDirect(long bytes) => Size <= 2 || bytes <= Tuning.DirectBytes;

    private void CombineInAnyOrder<T>(in CollectiveHeader header, T* from, T* to, long count, Reducer<T> reducer) where T : unmanaged
    {
        if (to != from) Buffer.MemoryCopy(from, to, count * sizeof(T), count * sizeof(T));
        if (engine.Transport.CanAllReduce(context.Number, header)) CombineNatively((nint)to, count * sizeof(T));
        else if (IsDirect(count * sizeof(T))) CombineInTree(header, to, to, count, reducer);
        else RunRing(to, count, reducer);
    }

    // The transport does not compare contracts, so the ranks do first.
    private void CombineNatively(nint values, long bytes)
    {
        Synchronize();
        var first = batch.Count;
        engine.AllReduce(batch.Next(Rank, 0, values, bytes, isIncoming: true));
        Await(first, batch.Count);
    }
}
