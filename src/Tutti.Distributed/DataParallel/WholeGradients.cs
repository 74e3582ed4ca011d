using Tutti.Communication;
using Tutti.Communication.Collectives;
using Tutti.Learning.Training;

namespace Tutti.Distributed;

/// <summary>
/// One flat stretch of the group's memory for each own shard: the head, then every parameter's gradient, each beginning on a cache line. The
/// model's gradients are bound to these stretches, or copied if it cannot. The sum is in the first of them.
/// </summary>
internal sealed class WholeGradients : GradientMemory
{
    private readonly ShardBuffer buffer;
    private readonly BucketPlan plan;
    private readonly Memory<float>[][] slices;
    private int bound = -1;

    internal WholeGradients(IParameterSource model, ProcessGroup group, ShardMap map, ReductionSettings settings) : base(model, group, map)
    {
        buffer = group.AllocateShards(map, Layout.Count);
        plan = new BucketPlan(Layout.Offsets, Layout.Count, settings.BucketElements);
        var sum = settings.CreateSum(group, buffer, Layout, plan);
        Remembered = [.. sum.Remembered];
        Reducer = new GradientReducer(group, sum, plan);
        // Prepared once: a step makes no slices.
        slices = [.. Enumerable.Range(0, OwnCount).Select(position => Slice(buffer.Shard(position)))];
    }

    internal override IReadOnlyList<RememberedValues> Remembered { get; }

    internal override long Bytes => (long)buffer.ElementCount * sizeof(float) * Math.Max(1, OwnCount);

    private protected override GradientReducer Reducer { get; }

    internal override void Rebucket(int bucketElements) => Reducer.Follow(new BucketPlan(Layout.Offsets, Layout.Count, bucketElements));

    internal override IShardedUpdate Divide(bool canDivideParameters)
    {
        var owners = new OwnershipPlan(Layout, plan, Group.Size, canDivideParameters);
        return new ShardedUpdate(
            Group, Model, Layout, plan, owners, (index, part) => buffer.Result[Layout.RangeOf(index)].Slice(part.Start, part.Count),
            buffer.Result);
    }

    private protected override Span<float> HeadOf(int position) => buffer.Shard(position).Span[..Layout.HeadCount];

    private protected override void Bind(int position, bool isLast)
    {
        if (bound == position) return;
        for (var index = 0; index < slices[position].Length; index++) Model.TryBindGradients(index, slices[position][index]);
        bound = position;
    }

    private protected override void Keep(int position, int index) => CopyTo(Model.Gradients(index), slices[position][index].Span);

    private protected override void ClearGradients(int position) => buffer.Shard(position).Span[Layout.HeadCount..].Clear();

    private protected override ReadOnlySpan<float> ShowSum()
    {
        Bind(0, isLast: true);
        for (var index = 0; index < slices[0].Length; index++) CopyTo(slices[0][index].Span, Model.Gradients(index));
        return buffer.Result.Span;
    }

    private Memory<float>[] Slice(Memory<float> shard) =>
        [.. Enumerable.Range(0, Layout.Offsets.Length).Select(index => shard[Layout.RangeOf(index)])];
}
