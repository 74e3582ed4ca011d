using System.Globalization;
using Tutti.Communication;
using Tutti.Communication.Collectives;
using Tutti.Learning.Compression;

namespace Tutti.Distributed;

/// <summary>How buckets are made and summed: what <see cref="DataParallelOptions"/> come to. The same on every rank.</summary>
internal sealed record ReductionSettings(int BucketBytes, bool IsTuned, GradientAveraging Averaging, GradientCompression Compression,
    StateSharding Sharding = StateSharding.None)
{
    internal int BucketElements => Math.Max(1, BucketBytes / sizeof(float));

    /// <summary>What options come to in a world.</summary>
    internal static ReductionSettings Of(DataParallelOptions options, TransportKind transport)
    {
        var averaging = options.Averaging ?? GradientAveraging.AllReduce;
        // Ranks that share memory sum with the cores that they compute with, so there is nothing to hide a sum behind, and one is the
        // cheapest. Other ways need memory for a bucket of all shards, and gradients that are not held need small ones.
        var isInPlace = averaging == GradientAveraging.AllReduce && options.Compression == GradientCompression.None
            && options.Sharding != StateSharding.Gradients;
        var bytes = isInPlace && !SendsMessages(transport) ? int.MaxValue : DataParallelOptions.MessageBucketBytes;
        return new ReductionSettings(options.BucketBytes ?? bytes, options.Tune, averaging, options.Compression, options.Sharding);
    }

    /// <summary>Whether ranks have no memory in common.</summary>
    internal static bool SendsMessages(TransportKind transport) => transport is TransportKind.Tcp or TransportKind.Mpi;

    /// <summary>Makes the way to sum. Collective.</summary>
    internal IBucketSum CreateSum(ProcessGroup group, ShardBuffer shards, GradientLayout layout, BucketPlan plan)
    {
        if (Compression.CreateCodec() is { } codec) return new CompressedSum(group, shards, layout, plan, codec);
        if (Compression.PowerSgdRank is { } rank) return new PowerSgdSum(group, shards, layout, plan, rank);
        return Averaging switch
        {
            GradientAveraging.AllGather => new AllGatherSum(group, shards, plan.MostElements),
            GradientAveraging.ReduceBroadcast => new ReduceBroadcastSum(group, shards, plan.MostElements),
            _ => new AllReduceSum(group, shards),
        };
    }

    /// <summary>For comparison with other ranks', and for messages.</summary>
    public override string ToString() => $"averaging by {Averaging}, sharding {Sharding}, compression '{Compression}', " +
        string.Create(CultureInfo.InvariantCulture, $"buckets of {BucketBytes} bytes{(IsTuned ? " until others are chosen" : "")}");
}
