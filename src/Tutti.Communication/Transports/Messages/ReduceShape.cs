using Tutti.Communication.Transports.Reductions;

namespace Tutti.Communication.Transports.Messages;

/// <summary>Which rank reduces which elements, and who gets the result from it.</summary>
internal readonly record struct ReduceShape
{
    private enum Kind
    {
        Everyone,
        RootOnly,
        Ranges,
        Parts,
        Bounds,
    }

    private readonly Kind kind;
    private readonly int size;
    private readonly int root;
    private readonly long start;
    private readonly long count;
    private readonly int elementBytes;
    private readonly int[]? bounds;

    private ReduceShape(Kind kind, int size, long start, long count, int elementBytes, int root = -1, int[]? bounds = null)
    {
        this.bounds = bounds;
        this.kind = kind;
        this.size = size;
        this.root = root;
        this.start = start;
        this.count = count;
        this.elementBytes = elementBytes;
    }

    /// <summary>Every rank reduces all elements for itself: one step, but P times the work.</summary>
    internal static ReduceShape ByEveryone(int size, long start, long count) => new(Kind.Everyone, size, start, count, 0);

    /// <summary>The root reduces all elements.</summary>
    internal static ReduceShape ByRoot(int size, long start, long count, int root) => new(Kind.RootOnly, size, start, count, 0, root);

    /// <summary>Every rank reduces one range and gives it to all others, or to the root if there is one.</summary>
    internal static ReduceShape InRanges(int size, long start, long count, int elementBytes, int root = -1) =>
        new(Kind.Ranges, size, start, count, elementBytes, root);

    /// <summary>Rank r reduces the r-th of P equal parts and keeps it.</summary>
    internal static ReduceShape InParts(int size, long part) => new(Kind.Parts, size, 0, part, 0);

    /// <summary>Rank r reduces elements [bounds[r], bounds[r + 1]) and keeps them.</summary>
    internal static ReduceShape InBounds(int size, int[] bounds) => new(Kind.Bounds, size, 0, 0, 0, bounds: bounds);

    /// <summary>Whether all who reduce reduce the same elements.</summary>
    internal bool IsShared => kind is Kind.Everyone or Kind.RootOnly;

    /// <summary>The elements that a rank reduces.</summary>
    internal (long Start, long End) RangeOf(int rank)
    {
        switch (kind)
        {
            case Kind.Everyone: return (start, start + count);
            case Kind.RootOnly: return rank == root ? (start, start + count) : (start, start);
            case Kind.Bounds: return (bounds![rank], bounds[rank + 1]);
            case Kind.Parts: return (rank * count, (rank + 1) * count);
            default:
                var (first, end) = FixedTree.RangeOf(rank, size, count, elementBytes);
                return (start + first, start + end);
        }
    }

    /// <summary>The longest range of any rank.</summary>
    internal long LongestRange()
    {
        var longest = 0L;
        for (var rank = 0; rank < size; rank++)
        {
            var (first, end) = RangeOf(rank);
            longest = Math.Max(longest, end - first);
        }

        return longest;
    }

    /// <summary>Whether a rank gets what the others have reduced.</summary>
    internal bool Gives(int rank) => kind == Kind.Ranges && (root < 0 || root == rank);
}
