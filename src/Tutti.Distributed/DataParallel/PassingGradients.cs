using Tutti.Communication;
using Tutti.Communication.Collectives;
using Tutti.Learning.Training;

namespace Tutti.Distributed;

/// <summary>
/// Gradients that a rank holds no longer than it must (ZeRO-2). Those of its last shard stay where the backward pass has made them until
/// their bucket is complete; then the bucket is put into the window, memory of the group for one bucket of each own shard, the model gives
/// its own memory back, and the window is summed, every rank's part on that rank only, which keeps it. So a rank holds a window, its part
/// of the sum and what is being computed. Gradients of its other shards, which come before the last one, wait whole.
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
        window = group.AllocateShards(map, plan.MostElements);
        heads = [.. Enumerable.Range(0, OwnCount).Select(_ => new float[Layout.HeadCount])];
        waiting = new Memory<float>[]?[OwnCount];
        isEmpty = new bool[OwnCount];
        isBound = new bool[model.ParameterCount];
        Reducer = new GradientReducer(group, this, plan);
    }

    internal override long Bytes => mostHeldBytes + sizeof(float) *
        (((long)window.ElementCount + Layout.HeadCount) * Math.Max(1, OwnCount) + (divided?.Sums.Length ?? 0) +
            (long)Layout.Count * waiting.Count(gradients => gradients is not null));

    private protected override GradientReducer Reducer { get; }

    // Who has the memory of which part cannot change with the buckets.
    internal override void Rebucket(int bucketElements) => throw new NotSupportedException();

    internal override IShardedUpdate Divide(bool canDivideParameters)
    {
        var owners = new OwnershipPlan(Layout, plan, Group.Size, canDivideParameters);
        divided = new Divided(plan, owners, Group.Rank);
        return new ShardedUpdate(Group, Model, Layout, plan, owners, SumOf, bucket => window.Result[..bucket.Count]);
    }

    /// <summary>Puts a complete bucket into the window, which queued sums use.</summary>
    public void Prepare(in GradientBucket bucket)
    {
        if (divided is null) Throw.NotDivided();
        Group.AwaitQueued();
        for (var position = 0; position < OwnCount; position++)
        {
            var target = window.Shard(position).Span[..bucket.Count];
            heads[position].AsSpan(0, Layout.HeadOf(bucket)).CopyTo(target);
            if (isEmpty[position]) target[Layout.HeadOf(bucket)..].Clear();
            else
                for (var index = bucket.FirstParameter; index < bucket.EndParameter; index++)
                    Fetch(position, index, target.Slice(Layout.Offsets[index] - bucket.Start, Layout.Shapes[index].ElementCount));
        }
    }

    /// <inheritdoc/>
    public void Sum(in GradientBucket bucket)
    {
        if (Layout.HeadOf(bucket) is > 0 and var head) Group.SumShards(window, 0, head);
        var (bounds, start) = divided!.PartOf(bucket);
        Group.ReduceShards(window, bounds);
        window.Result.Span[bounds[Group.Rank]..bounds[Group.Rank + 1]].CopyTo(divided.Sums.AsSpan(start));
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
        // The head's bucket is the last that was summed.
        return window.Result.Span;
    }

    private void Fetch(int position, int index, Span<float> target)
    {
        if (position != last)
        {
            Waiting(position)[index].Span.CopyTo(target);
            return;
        }
        Model.Gradients(index).CopyTo(target);
        if (Model.TryReleaseGradients(index)) heldBytes -= BytesOf(index);
    }

    private long BytesOf(int index) => (long)Layout.Shapes[index].ElementCount * sizeof(float);

    private Memory<float> SumOf(int index, (int Start, int Count) part)
    {
        var bucket = plan.Buckets[plan.BucketOf(index)];
        var (bounds, start) = divided!.PartOf(bucket);
        return part.Count == 0
            ? default
            : divided.Sums.AsMemory(start + Layout.Offsets[index] + part.Start - bucket.Start - bounds[Group.Rank], part.Count);
    }

    private Memory<float>[] Waiting(int position)
    {
        if (waiting[position] is { } made) return made;
        Memory<float> all = GC.AllocateArray<float>(Layout.Count, pinned: true);
        return waiting[position] = [.. Enumerable.Range(0, isBound.Length).Select(index => all[Layout.RangeOf(index)])];
    }

    // The own part of the sum, bucket after bucket; bounds are those of the window.
    private sealed class Divided
    {
        private readonly Dictionary<int, (int[] Bounds, int Start)> parts = [];

        internal Divided(BucketPlan plan, OwnershipPlan owners, int rank)
        {
            var end = 0;
            foreach (var bucket in plan.Buckets)
            {
                int[] bounds = Array.ConvertAll(owners.BoundsOf(bucket), bound => bound - bucket.Start);
                parts.Add(bucket.Start, (bounds, end));
                end += bounds[rank + 1] - bounds[rank];
            }
            Sums = new float[end];
        }

        internal float[] Sums { get; }

        internal (int[] Bounds, int Start) PartOf(in GradientBucket bucket) => parts[bucket.Start];
    }
}
