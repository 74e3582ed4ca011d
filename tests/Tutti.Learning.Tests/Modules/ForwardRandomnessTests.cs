using Tutti.Learning.Modules;
using Xunit;

namespace Tutti.Learning.Tests.Modules;

public class ForwardRandomnessTests
{
    [Fact]
    public void Next_SameSeedStepShardAndCall_SameNumbers()
    {
        Assert.Equal(Draw(1, 2, 3), Draw(1, 2, 3));
    }

    [Theory]
    [InlineData(2, 2, 3)]
    [InlineData(1, 3, 3)]
    [InlineData(1, 2, 4)]
    public void Next_AnotherSeedStepOrShard_OtherNumbers(ulong seed, long step, int shard)
    {
        Assert.NotEqual(Draw(1, 2, 3), Draw(seed, step, shard));
    }

    [Fact]
    public void Next_SecondCall_OtherNumbersThanTheFirst()
    {
        using var scope = ForwardRandomness.Begin(1, 2, 3);

        Assert.NotEqual(ForwardRandomness.Next("Test").NextUInt32(), ForwardRandomness.Next("Test").NextUInt32());
    }

    [Fact]
    public void Dispose_InnerScope_GoesOnWithTheOuter()
    {
        using var outer = ForwardRandomness.Begin(1, 2, 3);
        using (ForwardRandomness.Begin(9, 9, 9)) ForwardRandomness.Next("Test");

        Assert.Equal(Draw(1, 2, 3), ForwardRandomness.Next("Test").NextUInt32());
    }

    [Fact]
    public void Next_OutsideOfAScope_SaysWhatToDo()
    {
        var problem = Assert.Throws<InvalidOperationException>(() => ForwardRandomness.Next("Dropout"));

        Assert.Contains("ForwardRandomness.Begin", problem.Message);
    }

    private static uint Draw(ulong seed, long step, int shard)
    {
        using var scope = ForwardRandomness.Begin(seed, step, shard);
        return ForwardRandomness.Next("Test").NextUInt32();
    }
}
