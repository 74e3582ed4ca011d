using Tutti.Communication;
using Tutti.Learning.Compression;

namespace Tutti.Distributed.Tests;

/// <summary>Every way to sum buckets, in whole trainings.</summary>
public sealed class ReductionSettingsTests
{
    private static readonly string[] Compressions = ["half", "int8", "top-k:0.1", "power-sgd:1", "power-sgd:2"];

    private static readonly (int Workers, int? BucketBytes)[] Layouts = [(1, 1), (2, 100), (3, 600), (4, null), (2, null), (3, 1)];

    public static TheoryData<GradientAveraging, int, int?> AveragingLayouts
    {
        get
        {
            var cases = new TheoryData<GradientAveraging, int, int?>();
            foreach (var averaging in Enum.GetValues<GradientAveraging>())
                foreach (var (workers, bucketBytes) in Layouts) cases.Add(averaging, workers, bucketBytes);
            return cases;
        }
    }

    public static TheoryData<string, int, int?> CompressionLayouts
    {
        get
        {
            var cases = new TheoryData<string, int, int?>();
            foreach (var compression in Compressions)
                foreach (var (workers, bucketBytes) in Layouts) cases.Add(compression, workers, bucketBytes);
            return cases;
        }
    }

    [Theory, MemberData(nameof(AveragingLayouts))]
    public void Training_AnyAveraging_HasTheBitsOfOneSum(GradientAveraging averaging, int workers, int? bucketBytes) =>
        CheckBits(new() { ShardCount = 4, BucketBytes = int.MaxValue }, new() { ShardCount = 4, BucketBytes = bucketBytes, Averaging = averaging }, workers);

    [Theory, MemberData(nameof(CompressionLayouts))]
    public void Training_AnyCompression_HasTheBitsOfOneWorker(string compression, int workers, int? bucketBytes)
    {
        var options = new DataParallelOptions { ShardCount = 4, BucketBytes = int.MaxValue, Compression = GradientCompression.Parse(compression) };
        CheckBits(options, options with { BucketBytes = bucketBytes }, workers);
    }

    [Fact]
    public void Training_EachCompression_HasBitsOfItsOwn()
    {
        // The control: the weights do tell ways apart.
        var weights = Compressions.Append("none").Select(compression => string.Join(',',
            OverlappingTraining.Train(World.Single(), new() { ShardCount = 4, Compression = GradientCompression.Parse(compression) })));
        Assert.Equal(Compressions.Length + 1, weights.Distinct().Count());
    }

    [Fact]
    public void Attach_CompressionOfOneRankDiffers_IsRefusedWithBothNamed()
    {
        var error = Assert.ThrowsAny<InvalidOperationException>(() => WorkerThreads.Run(3, world =>
        {
            var compression = GradientCompression.Parse(world.Rank == 2 ? "top-k:0.1" : "half");
            new DataParallel(world, new() { Compression = compression }).Attach(new LinearModel(Binding.Binds));
            return 0;
        }));
        Assert.Contains("compression 'half'", error.Message);
        Assert.Contains("compression 'top-k:0.1', buckets of 1048576 bytes on rank 2", error.Message);
    }

    [Fact]
    public void Attach_OneRankTunes_IsRefusedWithBothNamed()
    {
        var error = Assert.ThrowsAny<InvalidOperationException>(() => WorkerThreads.Run(3, world =>
        {
            new DataParallel(world, new() { Tune = world.Rank == 1 }).Attach(new LinearModel(Binding.Binds));
            return 0;
        }));
        Assert.Contains("the ranks' options differ", error.Message);
        Assert.Contains("until others are chosen on rank 1", error.Message);
    }

    [Theory]
    [InlineData(GradientAveraging.AllGather, "none")]
    [InlineData(null, "half")]
    public void Constructor_TunesWhatIsNotModelled_IsRefused(GradientAveraging? averaging, string compression) => Assert.Contains(
        "only plain all-reduce is modelled",
        Assert.Throws<ArgumentException>(() => new DataParallel(
            World.Single(), new() { Tune = true, Averaging = averaging, Compression = GradientCompression.Parse(compression) })).Message);

    [Fact]
    public void Constructor_OptionsThatDoNotFit_NamesAll()
    {
        var error = Assert.Throws<ArgumentException>(() => new DataParallel(World.Single(), new()
        {
            ShardCount = 0, BucketBytes = 0, Averaging = (GradientAveraging)7, Compression = GradientCompression.Parse("half"),
        }));
        Assert.Contains("ShardCount is 0", error.Message);
        Assert.Contains("BucketBytes is 0", error.Message);
        Assert.Contains("Averaging is 7, expected AllReduce, AllGather, ReduceBroadcast or null", error.Message);
        Assert.Contains("Averaging is 7 with Compression 'half', expected null", error.Message);
    }

    private static void CheckBits(DataParallelOptions alone, DataParallelOptions together, int workers)
    {
        var expected = OverlappingTraining.Train(World.Single(), alone);
        Assert.All(WorkerThreads.Run(workers, world => OverlappingTraining.Train(world, together)), weights => Assert.Equal(expected, weights));
    }
}
