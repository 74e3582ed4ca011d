namespace Tutti.Learning.Tests.Checkpoints;

public sealed class SafetensorsFuzzTests
{
    private const int Count = 50_000;

    [Fact]
    public void Open_MutatedHeaders_AcceptsOrThrowsTheDocumentedException()
    {
        var fuzz = new SafetensorsFuzz(seed: 20_260_101);

        Assert.Null(fuzz.Run(Count));
        // Both outcomes occur, or the mutations would be worthless.
        Assert.InRange(fuzz.Accepted, Count / 1000, Count / 2);
        Assert.InRange(fuzz.LargestAllocation, 1, SafetensorsFuzz.AllocationLimit);
    }
}
