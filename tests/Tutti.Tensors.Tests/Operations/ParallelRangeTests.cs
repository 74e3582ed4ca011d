using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Tests.Operations;

public sealed class ParallelRangeTests
{
    private readonly record struct Part(int Start, int End, int Thread);

    private readonly struct Recorder(List<Part> parts) : IRangeBody
    {
        public void Run(int start, int end)
        {
            lock (parts) parts.Add(new Part(start, end, Environment.CurrentManagedThreadId));
        }
    }

    private readonly ref struct Doubler(Span<int> values) : IRangeBody
    {
        private readonly Span<int> values = values;

        public void Run(int start, int end)
        {
            for (var i = start; i < end; i++) values[i] *= 2;
        }
    }

    private readonly struct Thrower(int from, string message) : IRangeBody
    {
        public void Run(int start, int end)
        {
            if (end > from) throw new InvalidOperationException($"{message} {start}");
        }
    }

    private readonly struct Nester(int[] counts) : IRangeBody
    {
        public void Run(int start, int end)
        {
            for (var i = start; i < end; i++) ParallelRange.Run(10, 1, new Counter(counts, i));
        }
    }

    private readonly struct Counter(int[] counts, int index) : IRangeBody
    {
        public void Run(int start, int end) => Interlocked.Add(ref counts[index], end - start);
    }

    [Theory]
    [InlineData(100, 1, 4, 4), InlineData(3, 1, 4, 3), InlineData(100, 30, 4, 3), InlineData(100, 100, 4, 1), InlineData(100, 1, 1, 1)]
    [InlineData(1, 50, 4, 1), InlineData(0, 1, 4, 0)]
    public void Run_AnyCount_CutsItIntoEqualContiguousParts(int count, int grain, int threads, int expectedParts)
    {
        using var scope = ComputeThreads.Use(threads);
        var parts = new List<Part>();
        ParallelRange.Run(count, grain, new Recorder(parts));
        Assert.Equal(expectedParts, parts.Count);
        parts.Sort((left, right) => left.Start - right.Start);
        var next = 0;
        foreach (var part in parts)
        {
            Assert.Equal(next, part.Start);
            Assert.InRange(part.End - part.Start, count / parts.Count, count / parts.Count + 1);
            next = part.End;
        }
        Assert.Equal(count, next);
    }

    [Fact]
    public void Run_SeveralParts_RunOnAsManyThreadsAndTheFirstOnTheCaller()
    {
        using var scope = ComputeThreads.Use(4);
        var parts = new List<Part>();
        ParallelRange.Run(8, 1, new Recorder(parts));
        Assert.Equal(4, parts.Select(part => part.Thread).Distinct().Count());
        Assert.Equal(Environment.CurrentManagedThreadId, parts.Single(part => part.Start == 0).Thread);
    }

    [Fact]
    public void Run_BodyWithSpans_WritesThroughThemWhileTheCollectorMovesTheArray()
    {
        using var scope = ComputeThreads.Use(3);
        for (var round = 0; round < 50; round++)
        {
            var garbage = new byte[1000];
            var values = Enumerable.Range(0, 3000).ToArray();
            GC.KeepAlive(garbage);
            if (round % 10 == 0) GC.Collect(0, GCCollectionMode.Forced, blocking: true, compacting: true);
            ParallelRange.Run(values.Length, 1, new Doubler(values));
            Assert.Equal(Enumerable.Range(0, 3000).Select(value => 2 * value), values);
        }
    }

    [Theory, InlineData(0, "part 0"), InlineData(60, "part 50"), InlineData(99, "part 75")]
    public void Run_PartsThrow_TheFirstErrorSurfacesAndTheTeamStaysUsable(int from, string expected)
    {
        using var scope = ComputeThreads.Use(4);
        for (var round = 0; round < 3; round++)
        {
            var error = Assert.Throws<InvalidOperationException>(() => ParallelRange.Run(100, 1, new Thrower(from, "part")));
            Assert.Equal(expected, error.Message);
            var values = new[] { 1, 2, 3, 4 };
            ParallelRange.Run(4, 1, new Doubler(values));
            Assert.Equal([2, 4, 6, 8], values);
        }
    }

    [Fact]
    public void Run_InsideAPart_RunsInline()
    {
        using var scope = ComputeThreads.Use(4);
        var counts = new int[20];
        ParallelRange.Run(20, 1, new Nester(counts));
        Assert.All(counts, count => Assert.Equal(10, count));
    }

    [Fact]
    public void Run_HelpersRunBefore_AllocatesNothing()
    {
        using var scope = ComputeThreads.Use(3);
        var values = new int[300];
        ParallelRange.Run(values.Length, 1, new Doubler(values));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) ParallelRange.Run(values.Length, 1, new Doubler(values));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Run_ManyOwnersAndMoreThreadsThanProcessors_EveryIndexIsDoneOnce()
    {
        var results = new int[6][];
        var owners = results.Select((_, owner) => new Thread(() =>
        {
            using var scope = ComputeThreads.Use(4);
            var counts = new int[400];
            for (var round = 0; round < 400; round++) ParallelRange.Run(4, 1, new Counter(counts, round));
            results[owner] = counts;
        })).ToArray();
        foreach (var owner in owners) owner.Start();
        foreach (var owner in owners) Assert.True(owner.Join(TimeSpan.FromMinutes(1)));
        Assert.All(results, counts => Assert.All(counts, count => Assert.Equal(4, count)));
    }
}
