namespace Tutti.Communication.Transports.Reductions;

/// <summary>
/// The fixed tree over leaves that belong to several owners, cut into the largest subtrees that belong to one. Each owner reduces its own
/// subtrees, whoever has all of their values finishes the tree: the same operations on the same values as <see cref="FixedTree"/> does, so
/// the same bits.
/// </summary>
internal sealed unsafe class TreePlan
{
    private readonly List<TreePart> parts = [];

    /// <param name="owners">Of each leaf; at least one leaf.</param>
    internal TreePlan(ReadOnlySpan<int> owners)
    {
        LeafCount = owners.Length;
        Cut(owners, 0);
        Parts = [.. parts];
        MostReducedParts = parts.Where(part => part.Count > 1).GroupBy(part => part.Owner).Select(own => own.Count()).DefaultIfEmpty().Max();
    }

    internal int LeafCount { get; }

    /// <summary>From left to right.</summary>
    internal TreePart[] Parts { get; }

    /// <summary>How many parts of more than one leaf an owner has at most.</summary>
    internal int MostReducedParts { get; }

    /// <summary>
    /// Writes the reduction at elements [start, end) to the same elements of the target.
    /// </summary>
    /// <param name="reducer">The operation.</param>
    /// <param name="leaves">Where this owner's leaves are.</param>
    /// <param name="areReduced">Whether the first leaf of each part holds the whole part's reduction already.</param>
    /// <param name="parts">Where the other owners' parts are; zero for this owner's.</param>
    /// <param name="target">May be a leaf.</param>
    /// <param name="start">The first element.</param>
    /// <param name="end">Behind the last.</param>
    /// <param name="scratch"><see cref="FixedTree.ScratchBytes"/> for all leaves.</param>
    internal void Reduce<T>(Reducer<T> reducer, T** leaves, bool areReduced, T** parts, T* target, long start, long end, T* scratch)
        where T : unmanaged
    {
        var block = FixedTree.BlockBytes / sizeof(T);
        var walk = new Walk<T>(this, reducer, leaves, areReduced, parts, block);
        for (var offset = start; offset < end; offset += block)
        {
            var length = (int)Math.Min(block, end - offset);
            walk.ReduceRoot(target + offset, offset, length, scratch);
            if (LeafCount > 1) reducer.Finish(target + offset, length, LeafCount);
        }
    }

    /// <summary>
    /// Writes the reduction of one of this owner's parts at elements [start, end) to the same elements of the target, which is no leaf.
    /// </summary>
    internal static void ReducePart<T>(Reducer<T> reducer, T** leaves, TreePart part, T* target, long start, long end, T* scratch)
        where T : unmanaged
    {
        var block = FixedTree.BlockBytes / sizeof(T);
        for (var offset = start; offset < end; offset += block)
        {
            var length = (int)Math.Min(block, end - offset);
            var result = FixedTree.ReduceBlock(reducer, leaves + part.First, part.Count, offset, length, scratch, block);
            new ReadOnlySpan<T>(result, length).CopyTo(new Span<T>(target + offset, length));
        }
    }

    private void Cut(ReadOnlySpan<int> owners, int first)
    {
        if (owners.IndexOfAnyExcept(owners[0]) < 0)
        {
            parts.Add(new TreePart(owners[0], first, owners.Length));
            return;
        }

        var k = FixedTree.SplitOf(owners.Length);
        Cut(owners[..k], first);
        Cut(owners[k..], first + k);
    }

    // From left to right through the tree, as the parts lie; a node's result is its part's, or stands in the first block of its scratch.
    private ref struct Walk<T>(TreePlan plan, Reducer<T> reducer, T** leaves, bool areReduced, T** parts, int block) where T : unmanaged
    {
        private readonly T** leaves = leaves;
        private readonly T** parts = parts;
        private int next;

        internal void ReduceRoot(T* target, long offset, int length, T* scratch)
        {
            next = 0;
            var count = plan.LeafCount;
            if (plan.Parts.Length == 1)
            {
                var whole = PartAt(offset, length, scratch);
                if (whole != target) new ReadOnlySpan<T>(whole, length).CopyTo(new Span<T>(target, length));
                return;
            }

            var k = FixedTree.SplitOf(count);
            var left = Reduce(0, k, offset, length, scratch);
            var right = Reduce(k, count - k, offset, length, scratch + block);
            reducer.Combine(left, right, target, length);
        }

        private T* Reduce(int first, int count, long offset, int length, T* scratch)
        {
            if (plan.Parts[next].First == first && plan.Parts[next].Count == count) return PartAt(offset, length, scratch);
            var k = FixedTree.SplitOf(count);
            var left = Reduce(first, k, offset, length, scratch);
            var right = Reduce(first + k, count - k, offset, length, scratch + block);
            reducer.Combine(left, right, scratch, length);
            return scratch;
        }

        private T* PartAt(long offset, int length, T* scratch)
        {
            var part = plan.Parts[next];
            var others = parts[next++];
            if (others != null) return others + offset;
            return areReduced
                ? leaves[part.First] + offset
                : FixedTree.ReduceBlock(reducer, leaves + part.First, part.Count, offset, length, scratch, block);
        }
    }
}
