using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Tests.Operations;

public sealed class ComputeThreadsTests
{
    [Fact]
    public void Count_NothingChosen_IsTheProcessorCount() =>
        Assert.Equal(Environment.ProcessorCount, OnNewThread(() => ComputeThreads.Count));

    [Fact]
    public void Use_Nested_RestoresTheFormerNumber()
    {
        using (ComputeThreads.Use(3))
        {
            using (ComputeThreads.Use(5)) Assert.Equal(5, ComputeThreads.Count);
            Assert.Equal(3, ComputeThreads.Count);
        }
    }

    [Fact]
    public void Use_OnOneThread_LeavesOthersAlone()
    {
        using var scope = ComputeThreads.Use(Environment.ProcessorCount + 7);
        Assert.Equal(Environment.ProcessorCount, OnNewThread(() => ComputeThreads.Count));
    }

    [Theory, InlineData(0), InlineData(-1)]
    public void Use_LessThanOne_SaysWhatIsExpected(int count)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => ComputeThreads.Use(count));
        Assert.StartsWith($"ComputeThreads: no thread would be left to compute. Got {count}. Expected at least 1.", error.Message);
    }

    private static int OnNewThread(Func<int> read)
    {
        var result = -1;
        var thread = new Thread(() => result = read());
        thread.Start();
        thread.Join();
        return result;
    }
}
