using Tutti.Communication;
using Tutti.Communication.Collectives;
using Tutti.Learning.Training;

namespace Tutti.Distributed;

/// <summary>
/// Gradients that a rank holds no longer than it must (ZeRO-2). Those of its last shard stay where the backward pass has made them until
/// their bucket is complete; then the bucket goes through the window, memory of the group for each own shard, piece by piece if it is larger,
/// and the model gives its own memory back. What is in the window is summed, every rank's part on that rank only, which keeps it. The last
/// piece is summed while the backward pass goes on. So a rank holds a window, its part of the sum and what is being computed. Gradients of
/// its other shards, which come before the last one, wait whole.
/// </summary>
internal sealed class PassingGradients : GradientMemory, IBucketSum
{
    private readonly BucketPlan plan;
    private readonly ShardBuffer window;
    private readonly float[][] heads;
    private readonly Memory<float>[]?[] waiting;
    private readonly bool[] isBound, isEmpty;
    private Divided? divided;
    private int last = -1;
    private long heldBytes, mostHeldBytes;

    internal PassingGradients(IParameterSource model, ProcessGroup group, ShardMap map, ReductionSettings settings) : base(model, group, map)
    {
        plan = new BucketPlan(Layout.Offsets, Layout.Count, settings.BucketElements);
        window = group.AllocateShards(map, WindowElements(settings.BucketElements));
        heads = [.. Enumerable.Range(0, OwnCount).Select(_ => new float[Layout.HeadCount])];
        waiting = new Memory<float>[]?[OwnCount];
        isEmpty = new bool[OwnCount];
        isBound = new bool[model.ParameterCount];
        Reducer = new GradientReducer(group, this, plan);
    }

    internal override long Bytes => sizeof(float) *
        (((long)window.ElementCount + Layout.HeadCount) * OwnCount + (divided?.Sums.Length ?? 0) +
            (long)Layout.Count * waiting.Count(gradients => gradients is not null));

    internal override long PeakBytes => Bytes + mostHeldBytes;

    private protected override GradientReducer Reducer { get; }

    // Who has the memory of which part cannot change with the buckets.
    internal override void Rebucket(int bucketElements) => throw new NotSupportedException();

    internal override IShardedUpdate Divide(bool canDivideParameters)
    {
        var owners = new OwnershipPlan(Layout, plan, Group.Size, canDivideParameters);
        divided = new Divided(plan, owners, Group.Rank, window.ElementCount);
        return new ShardedUpdate(Group, Model, Layout, plan, owners, SumOf, window.Result);
    }

    /// <summary>Sums all pieces of a complete bucket but the last, and puts that into the window, which queued sums use.</summary>
    public void Prepare(in GradientBucket bucket)
    {
        if (divided is null) Throw.NotDivided();
        Group.AwaitQueued();
        var (pieces, _) = divided.PartOf(bucket);
        for (var piece = 0; piece < pieces.Count; piece++)
        {
            for (var position = 0; position < OwnCount; position++) Fill(bucket, pieces, piece, position);
            if (piece < pieces.Count - 1) Sum(bucket, piece);
        }
        if (last < 0) return;
        for (var index = bucket.FirstParameter; index < bucket.EndParameter; index++)
            if (Model.TryReleaseGradients(index)) heldBytes -= BytesOf(index);
    }

    /// <inheritdoc/>
    public void Sum(in GradientBucket bucket)
    {
        Sum(bucket, divided!.PartOf(bucket).Pieces.Count - 1);
        if (Layout.HeadOf(bucket) is not (> 0 and var head)) return;
        for (var position = 0; position < OwnCount; position++) heads[position].CopyTo(window.Shard(position).Span);
        Group.SumShards(window, 0, head);
    }

    private protected override Span<float> HeadOf(int position) => heads[position];

    private protected override void Bind(int position, bool isLast)
    {
        isEmpty[position] = false;
        last = isLast ? position : -1;
        for (var index = 0; index < isBound.Length; index++)
        {
            // What the model cannot let go of would be written over another shard's.
            if (isLast && (Model.TryReleaseGradients(index) || !isBound[index])) continue;
            isBound[index] = Model.TryBindGradients(index, Waiting(position)[index]);
        }
    }

    private protected override void Keep(int position, int index)
    {
        if (position != last) CopyTo(Model.Gradients(index), Waiting(position)[index].Span);
        else mostHeldBytes = Math.Max(mostHeldBytes, heldBytes += BytesOf(index));
    }

    private protected override void ClearGradients(int position)
    {
        isEmpty[position] = true;
        if (last == position) last = -1;
    }

    private protected override ReadOnlySpan<float> ShowSum()
    {
        (last, heldBytes) = (-1, 0);
        // The head is summed last.
        return window.Result.Span;
    }

    // Larger than buckets usually are, so that few need pieces.
    private int WindowElements(int bucketElements)
    {
        var wanted = (int)Math.Min(plan.MostElements, 2L * bucketElements);
        return Math.Max(Math.Max(wanted, Layout.HeadCount), BucketPieces.LeastWindow(Group.Size));
    }

    private void Fill(in GradientBucket bucket, BucketPieces pieces, int piece, int position)
    {
        var all = window.Shard(position).Span;
        for (var rank = 0; rank < Group.Size; rank++)
        {
            var (start, count) = pieces.PartOf(piece, rank);
            var target = all.Slice(pieces.InWindow[piece][rank], count);
            if (isEmpty[position]) target.Clear();
            else
                for (var index = bucket.FirstParameter; index < bucket.EndParameter; index++)
                {
                    var part = Layout.PartIn(start, start + count, index);
                    if (part.Count == 0) continue;
                    ReadOnlySpan<float> gradient = position == last ? Model.Gradients(index) : Waiting(position)[index].Span;
                    gradient.Slice(part.Start, part.Count).CopyTo(target[(Layout.Offsets[index] + part.Start - start)..]);
                }
        }
    }

    private void Sum(in GradientBucket bucket, int piece)
    {
        var (pieces, first) = divided!.PartOf(bucket);
        var bounds = pieces.InWindow[piece];
        Group.ReduceShards(window, bounds);
        var start = first + pieces.PartOf(piece, Group.Rank).Start - pieces.PartOf(0, Group.Rank).Start;
        window.Result.Span[bounds[Group.Rank]..bounds[Group.Rank + 1]].CopyTo(divided.Sums.AsSpan(start));
    }

    private long BytesOf(int index) => (long)Layout.Shapes[index].ElementCount * sizeof(float);

    private Memory<float> SumOf(int index, (int Start, int Count) part)
    {
        if (part.Count == 0) return default;
        var (pieces, first) = divided!.PartOf(plan.Buckets[plan.BucketOf(index)]);
        return divided.Sums.AsMemory(first + Layout.Offsets[index] + part.Start - pieces.PartOf(0, Group.Rank).Start, part.Count);
    }

    private Memory<float>[] Waiting(int position)
    {
        if (waiting[position] is { } made) return made;
        Memory<float> all = GC.AllocateArray<float>(Layout.Count, pinned: true);
        return waiting[position] = [.. Enumerable.Range(0, isBound.Length).Select(index => all[Layout.RangeOf(index)])];
    }

    // The own part of the sum, bucket after bucket, and how each bucket goes through the window.
    private sealed class Divided
    {
        private readonly Dictionary<int, (BucketPieces Pieces, int First)> parts = [];

        internal Divided(BucketPlan plan, OwnershipPlan owners, int rank, int windowElements)
        {
            var end = 0;
            foreach (var bucket in plan.Buckets)
            {
                var bounds = owners.BoundsOf(bucket);
                parts.Add(bucket.Start, (new BucketPieces(bounds, windowElements), end));
                end += bounds[rank + 1] - bounds[rank];
            }
            Sums = new float[end];
        }

        internal float[] Sums { get; }

        internal (BucketPieces Pieces, int First) PartOf(in GradientBucket bucket) => parts[bucket.Start];
    }
}
