using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Tutti.Communication;
using Tutti.Communication.Collectives;
using Tutti.Learning.Compression;

namespace Tutti.Distributed;

/// <summary>
/// Sums what a codec leaves of gradients. The owner encodes each of its shards, parameter by parameter, with an error feedback for each; all
/// encoded shards are all-gathered; every rank decodes them all and sums them. So the bits depend on shards and parameters alone. A shard's
/// message is the head as it is, then for each parameter the number of its bytes (32 bits, little endian) and the bytes. Not thread-safe.
/// </summary>
internal sealed class CompressedSum : IBucketSum
{
    private readonly ProcessGroup group;
    private readonly ShardBuffer shards;
    private readonly GradientLayout layout;
    private readonly IGradientCodec codec;
    private readonly LocalShardSum local;
    private readonly ErrorFeedback[][] feedback;
    private readonly byte[] own;
    private readonly int[] positions;

    internal CompressedSum(ProcessGroup group, ShardBuffer shards, GradientLayout layout, BucketPlan plan, IGradientCodec codec)
    {
        (this.group, this.shards, this.layout, this.codec) = (group, shards, layout, codec);
        var ownCount = shards.Map.ShardsOf(group.Rank).Length;
        local = new LocalShardSum(shards.Map.ShardCount, layout.Shapes.Select(shape => shape.ElementCount).Append(layout.HeadCount).Max());
        feedback = [.. Enumerable.Range(0, ownCount).Select(_ => NewFeedback())];
        own = new byte[checked(ownCount * plan.Buckets.Max(MostBytes))];
        positions = new int[shards.Map.ShardCount];
    }

    public void Sum(in GradientBucket bucket)
    {
        ReadOnlySpan<byte> all = group.AllGather<byte>(own.AsSpan(0, Encode(bucket)));
        Find(all, bucket);
        var result = shards.Result.Span;
        var head = layout.HeadOf(bucket);
        for (var shard = 0; shard < positions.Length; shard++) Take(all, shard, sizeof(float) * head).CopyTo(MemoryMarshal.AsBytes(local[shard]));
        local.Sum(result[..head]);
        for (var parameter = bucket.FirstParameter; parameter < bucket.EndParameter; parameter++)
        {
            var sum = result[layout.RangeOf(parameter)];
            for (var shard = 0; shard < positions.Length; shard++)
                codec.Decode(Take(all, shard, BinaryPrimitives.ReadInt32LittleEndian(Take(all, shard, sizeof(int)))), local[shard][..sum.Length]);
            local.Sum(sum);
        }
    }

    public IEnumerable<RememberedValues> Remembered
    {
        get
        {
            for (var shard = 0; shard < shards.Map.ShardCount; shard++)
            {
                var own = shards.Map.ShardsOf(group.Rank).IndexOf(shard) is var position and >= 0 ? feedback[position] : null;
                for (var parameter = 0; parameter < layout.Shapes.Length; parameter++)
                {
                    var owed = own?[parameter];
                    yield return new(RememberedValues.Residual, parameter, shard, layout.Shapes[parameter].ElementCount,
                        owed is null ? null : () => owed.Residual, owed is null ? null : owed.Restore);
                }
            }
        }
    }

    private ErrorFeedback[] NewFeedback() => [.. layout.Shapes.Select(shape => new ErrorFeedback(codec, shape.ElementCount))];

    private int MostBytes(GradientBucket bucket)
    {
        var bytes = sizeof(float) * layout.HeadOf(bucket);
        for (var parameter = bucket.FirstParameter; parameter < bucket.EndParameter; parameter++)
            bytes = checked(bytes + sizeof(int) + codec.MaximumEncodedBytes(layout.Shapes[parameter].ElementCount));
        return bytes;
    }

    // How many bytes the own shards take together.
    private int Encode(in GradientBucket bucket)
    {
        var end = 0;
        for (var position = 0; position < feedback.Length; position++)
        {
            ReadOnlySpan<float> shard = shards.Shard(position).Span;
            var head = MemoryMarshal.AsBytes(shard[..layout.HeadOf(bucket)]);
            head.CopyTo(own.AsSpan(end));
            end += head.Length;
            for (var parameter = bucket.FirstParameter; parameter < bucket.EndParameter; parameter++)
            {
                // No codec of GradientCompression draws random numbers, so that the shard is id enough.
                var id = (ulong)shards.Map.ShardsOf(group.Rank)[position];
                var bytes = feedback[position][parameter].Encode(shard[layout.RangeOf(parameter)], own.AsSpan(end + sizeof(int)), id);
                BinaryPrimitives.WriteInt32LittleEndian(own.AsSpan(end), bytes);
                end += sizeof(int) + bytes;
            }
        }
        return end;
    }

    // Where each shard's bytes begin.
    private void Find(ReadOnlySpan<byte> all, in GradientBucket bucket)
    {
        var end = 0;
        for (var shard = 0; shard < positions.Length; shard++)
        {
            positions[shard] = end;
            end += sizeof(float) * layout.HeadOf(bucket);
            for (var parameter = 0; parameter < bucket.ParameterCount; parameter++)
                end += sizeof(int) + BinaryPrimitives.ReadInt32LittleEndian(all[end..]);
        }
    }

    private ReadOnlySpan<byte> Take(ReadOnlySpan<byte> all, int shard, int bytes)
    {
        var taken = all.Slice(positions[shard], bytes);
        positions[shard] += bytes;
        return taken;
    }
}
