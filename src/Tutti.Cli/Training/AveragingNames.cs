using Tutti.Cli.Arguments;
using Tutti.Distributed;
using Tutti.Learning.Compression;

namespace Tutti.Cli.Training;

/// <summary>How gradients are combined, by name.</summary>
internal static class AveragingNames
{
    internal const string AllReduce = "all-reduce";

    private const string AllGather = "all-gather", ReduceBroadcast = "reduce-broadcast";

    internal static IReadOnlyList<string> All { get; } = [AllReduce, AllGather, ReduceBroadcast];

    /// <summary>What data parallelism is told.</summary>
    internal static DataParallelOptions OptionsOf(TrainSettings settings) => new()
    {
        ShardCount = settings.ShardCount, BucketBytes = settings.BucketBytes, Compression = settings.Compression,
        Tune = settings.Tune, Sharding = (StateSharding)settings.Zero, SynchronizesBatchNorm = settings.SynchronizesBatchNorm,
        Averaging = settings.Averaging switch
        {
            AllReduce => GradientAveraging.AllReduce,
            AllGather => GradientAveraging.AllGather,
            ReduceBroadcast => GradientAveraging.ReduceBroadcast,
            _ => null,
        },
    };

    /// <summary>Understands a choice of compression.</summary>
    internal static GradientCompression ReadCompression(GivenValue given)
    {
        try
        {
            return GradientCompression.Parse(given.Text);
        }
        catch (ArgumentException problem)
        {
            throw new InputException($"{given.Source}: {problem.Message}");
        }
    }
}
