using Tutti.Communication.Transports.Reductions;

namespace Tutti.Communication.Transports.Messages;

internal sealed unsafe partial class MessageGroup
{
    /// <summary>
    /// One reduction in the fixed tree over messages, segment by segment: while the parts of a segment travel, the one before is reduced
    /// and its result sent on. A rank sends the values of its largest own subtrees, not of leaves.
    /// </summary>
    /// <param name="group">Of which rank.</param>
    /// <param name="plan">The tree; owners are the group's ranks.</param>
    /// <param name="leaves">Where this rank's leaves are.</param>
    /// <param name="areReduced">Whether the first leaf of each own part holds the part's reduction.</param>
    /// <param name="target">Where the result goes; may be a leaf. Null on a rank that reduces for the root alone; it owns one part.</param>
    /// <param name="shape">Who does what.</param>
    /// <param name="reducer">The operation.</param>
    private ref struct TreeRun<T>(
        MessageGroup group, TreePlan plan, T** leaves, bool areReduced, T* target, ReduceShape shape, Reducer<T> reducer)
        where T : unmanaged
    {
        private const int StagingLimit = 64 << 20;

        private readonly T** leaves = leaves;
        private readonly T* target = target;
        private readonly TransferBatch batch = group.batch;
        private readonly TreePart[] parts = plan.Parts;
        private T** addresses;
        private byte* slots;
        private T* scratch;
        private long segmentLength;
        private long areaBytes;
        private int ownPart;

        internal void Run()
        {
            var longest = shape.LongestRange();
            segmentLength = Math.Min(SegmentBytes() / sizeof(T), longest);
            if (longest > 0) Lay();
            var (previous, previousEnd) = (batch.Count, batch.Count);
            for (long start = 0; start < longest; start += segmentLength)
            {
                var slot = (int)(start / segmentLength & 1);
                var contributions = batch.Count;
                Contribute(start, slot);
                var contributionsEnd = batch.Count;
                if (start > 0) Finish(start - segmentLength, 1 - slot, previous, previousEnd);
                (previous, previousEnd) = (contributions, contributionsEnd);
            }

            if (longest > 0)
            {
                var last = (longest - 1) / segmentLength * segmentLength;
                Finish(last, (int)(last / segmentLength & 1), previous, previousEnd);
            }

            group.AwaitAll();
        }

        // Parts are staged by segments, so where there are many parts segments are shorter: on all ranks alike, as all know the plan.
        private readonly int SegmentBytes()
        {
            var fitting = StagingLimit / 2 / AreaCount / FixedTree.LineBytes * FixedTree.LineBytes;
            return Math.Clamp(fitting, FixedTree.LineBytes, group.Tuning.SegmentBytes);
        }

        // Staging: two slots, each an area for every part, in which it comes in or is reduced before it goes out, and, if each peer gets
        // other elements, one a peer for every own part that is reduced; then scratch for the tree, then the parts' addresses.
        private void Lay()
        {
            areaBytes = (segmentLength * sizeof(T) + FixedTree.LineBytes - 1) / FixedTree.LineBytes * FixedTree.LineBytes;
            var slotBytes = AreaCount * areaBytes;
            var scratchBytes = FixedTree.ScratchBytes(plan.LeafCount);
            slots = group.Staging(2 * slotBytes + scratchBytes + parts.Length * sizeof(T*));
            scratch = (T*)(slots + 2 * slotBytes);
            addresses = (T**)(slots + 2 * slotBytes + scratchBytes);
            while (ownPart < parts.Length - 1 && parts[ownPart].Owner != group.Rank) ownPart++;
        }

        private readonly int AreaCount =>
            parts.Length + (shape.IsShared || areReduced ? 0 : group.Size * plan.MostReducedParts);

        private readonly T* Area(int slot, int index) => (T*)(slots + ((long)slot * AreaCount + index) * areaBytes);

        // Receives the others' parts of the own range, and sends the own parts of theirs. Who owns nothing says that it is there.
        private readonly void Contribute(long start, int slot)
        {
            var (ownStart, ownEnd) = Segment(group.Rank, start);
            var isReduced = false;
            for (var distance = 1; distance < group.Size; distance++)
            {
                var (ahead, behind) = (group.Ahead(distance), group.Behind(distance));
                if (start == 0 && !IsOwner(behind)) batch.Receive(behind, 0, 0, evenEmpty: true);
                if (start == 0 && !IsOwner(group.Rank)) batch.Send(ahead, 0, 0, evenEmpty: true);
                if (ownEnd > ownStart)
                    for (var part = 0; part < parts.Length; part++)
                        if (parts[part].Owner == behind)
                            batch.Receive(behind, (nint)Area(slot, part), (ownEnd - ownStart) * sizeof(T));
                var (first, end) = Segment(ahead, start);
                if (end <= first) continue;
                SendParts(ahead, first, end, slot, isReduced);
                isReduced = shape.IsShared;
            }
        }

        private readonly void SendParts(int peer, long start, long end, int slot, bool isReduced)
        {
            var reduced = 0;
            for (var index = 0; index < parts.Length; index++)
            {
                var part = parts[index];
                if (part.Owner != group.Rank) continue;
                var source = leaves[part.First] + start;
                if (part.Count > 1 && !areReduced)
                {
                    source = Area(slot, shape.IsShared ? index : parts.Length + peer * plan.MostReducedParts + reduced++);
                    if (!isReduced) TreePlan.ReducePart(reducer, leaves, part, source - start, start, end, scratch);
                }

                batch.Send(peer, (nint)source, (end - start) * sizeof(T));
            }
        }

        // Reduces the own range once all parts are there and the own have left (the target may be a leaf), then gives and gets results.
        private readonly void Finish(long start, int slot, int contributions, int contributionsEnd)
        {
            // Where this rank reduces for the root, results leave from staging: those of two segments ago must have left.
            var isStaged = target == null;
            group.Await(isStaged ? 0 : contributions, contributionsEnd);
            var (ownStart, ownEnd) = Segment(group.Rank, start);
            var result = isStaged ? Area(slot, ownPart) - ownStart : target;
            if (ownEnd > ownStart)
            {
                for (var part = 0; part < parts.Length; part++)
                    addresses[part] = parts[part].Owner == group.Rank ? null : Area(slot, part) - ownStart;
                plan.Reduce(reducer, leaves, areReduced, addresses, result, ownStart, ownEnd, scratch);
            }

            for (var distance = 1; distance < group.Size; distance++)
            {
                var (ahead, behind) = (group.Ahead(distance), group.Behind(distance));
                var (first, end) = Segment(behind, start);
                if (shape.Gives(group.Rank) && end > first) batch.Receive(behind, (nint)(target + first), (end - first) * sizeof(T));
                if (shape.Gives(ahead) && ownEnd > ownStart) batch.Send(ahead, (nint)(result + ownStart), (ownEnd - ownStart) * sizeof(T));
            }
        }

        private readonly bool IsOwner(int rank)
        {
            foreach (var part in parts)
                if (part.Owner == rank) return true;
            return false;
        }

        private readonly (long Start, long End) Segment(int rank, long offset)
        {
            var (start, end) = shape.RangeOf(rank);
            var first = Math.Min(end, start + offset);
            return (first, Math.Min(end, first + segmentLength));
        }
    }
}
