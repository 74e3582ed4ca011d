namespace Tutti.Communication.Collectives;

/// <summary>
/// Who owns which logical shard. A shard is one part of the work of a step; its number, not its owner, decides where it stands in the sum.
/// Immutable.
/// </summary>
public sealed class ShardMap
{
    private readonly int[] owners;
    private readonly int[][] shards;
    private readonly int[] positions;

    /// <summary>Makes a map from the owner of each shard; any owner may have any number of shards, also none.</summary>
    /// <param name="owners">The rank that owns shard 0, shard 1, …; at least one shard. Copied.</param>
    /// <param name="size">The number of ranks.</param>
    /// <exception cref="ArgumentException">No shards, or an owner outside 0 … <paramref name="size"/> − 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is less than 1.</exception>
    public ShardMap(ReadOnlySpan<int> owners, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (owners.IsEmpty) Throw.EmptyMap();
        var counts = new int[size];
        positions = new int[owners.Length];
        for (var shard = 0; shard < owners.Length; shard++)
        {
            if ((uint)owners[shard] >= (uint)size) Throw.OwnerOutOfRange(shard, owners[shard], size);
            positions[shard] = counts[owners[shard]]++;
        }

        this.owners = owners.ToArray();
        shards = [.. counts.Select(count => new int[count])];
        for (var shard = 0; shard < owners.Length; shard++) shards[owners[shard]][positions[shard]] = shard;
        Digest = CollectiveHeader.DigestOf([size, .. owners]);
    }

    /// <summary>How many shards there are; at least 1.</summary>
    public int ShardCount => owners.Length;

    /// <summary>How many ranks there are; at least 1.</summary>
    public int Size => shards.Length;

    /// <summary>The same number exactly where owners and size are the same, as good as certainly.</summary>
    internal ulong Digest { get; }

    /// <summary>
    /// Gives every rank a contiguous run of shards; the runs' lengths differ by at most 1. Rank r owns ⌊S·r/P⌋ … ⌊S·(r + 1)/P⌋ − 1.
    /// </summary>
    /// <param name="shardCount">S, at least 1.</param>
    /// <param name="size">P, the number of ranks, at least 1; ranks beyond the number of shards own none.</param>
    /// <returns>The map.</returns>
    /// <exception cref="ArgumentOutOfRangeException">One of the arguments is less than 1.</exception>
    public static ShardMap Contiguous(int shardCount, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shardCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var owners = new int[shardCount];
        for (var rank = 0; rank < size; rank++)
            owners.AsSpan((int)((long)shardCount * rank / size)..(int)((long)shardCount * (rank + 1) / size)).Fill(rank);
        return new ShardMap(owners, size);
    }

    /// <summary>The rank that owns a shard.</summary>
    /// <param name="shard">0 … <see cref="ShardCount"/> − 1.</param>
    /// <returns>The rank.</returns>
    public int OwnerOf(int shard) => owners[shard];

    /// <summary>The shards that a rank owns, ascending; may be empty.</summary>
    /// <param name="rank">0 … <see cref="Size"/> − 1.</param>
    /// <returns>A view.</returns>
    public ReadOnlySpan<int> ShardsOf(int rank) => shards[rank];

    /// <summary>Where a shard stands among its owner's shards.</summary>
    internal int PositionOf(int shard) => positions[shard];
}
