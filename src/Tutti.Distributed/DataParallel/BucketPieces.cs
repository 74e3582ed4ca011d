namespace Tutti.Distributed;

/// <summary>
/// A bucket cut into pieces that fit a window: each takes as much of every rank's part as of the others', so that all ranks send and receive
/// with each. A bucket that fits the window is one piece. Immutable.
/// </summary>
internal sealed class BucketPieces
{
    private readonly int[] bounds;
    private readonly int most;

    /// <param name="bounds">Of the ranks' parts, in a shard's memory.</param>
    /// <param name="windowElements">The length of the window, at least <see cref="LeastWindow"/>.</param>
    internal BucketPieces(int[] bounds, int windowElements)
    {
        this.bounds = bounds;
        var size = bounds.Length - 1;
        var longest = Enumerable.Range(0, size).Max(rank => bounds[rank + 1] - bounds[rank]);
        most = bounds[^1] - bounds[0] <= windowElements ? longest : windowElements / size / GradientLayout.LineElements * GradientLayout.LineElements;
        Count = most == 0 ? 1 : Math.Max(1, (longest + most - 1) / most);
        InWindow = [.. Enumerable.Range(0, Count).Select(BoundsInWindow)];
    }

    /// <summary>How many there are, at least 1.</summary>
    internal int Count { get; }

    /// <summary>Of each piece the bounds of the ranks' parts within the window, from 0.</summary>
    internal int[][] InWindow { get; }

    /// <summary>The shortest window that has room for a cache line of each rank.</summary>
    internal static int LeastWindow(int size) => size * GradientLayout.LineElements;

    /// <summary>What a rank has in a piece: where it begins in a shard's memory, and how many elements.</summary>
    internal (int Start, int Count) PartOf(int piece, int rank)
    {
        var start = (int)Math.Min(bounds[rank + 1], bounds[rank] + (long)piece * most);
        return (start, Math.Min(most, bounds[rank + 1] - start));
    }

    private int[] BoundsInWindow(int piece)
    {
        var inWindow = new int[bounds.Length];
        for (var rank = 0; rank < bounds.Length - 1; rank++) inWindow[rank + 1] = inWindow[rank] + PartOf(piece, rank).Count;
        return inWindow;
    }
}
