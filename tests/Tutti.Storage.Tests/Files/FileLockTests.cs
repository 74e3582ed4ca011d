using Tutti.Storage.Files;
using Tutti.TestKit;

namespace Tutti.Storage.Tests.Files;

public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TryTake_HeldByAnother_IsNullUntilItIsFreed()
    {
        using (var first = FileLock.TryTake(folder["thing"]))
        {
            Assert.NotNull(first);
            Assert.Null(FileLock.TryTake(folder["thing"]));
            using var other = FileLock.TryTake(folder["another"]);
            Assert.NotNull(other);
        }

        using var second = FileLock.TryTake(folder["thing"]);
        Assert.NotNull(second);
    }

    [Fact]
    public void IsHeld_BeforeWhileAndAfter_FollowsTheHolder()
    {
        Assert.False(FileLock.IsHeld(folder["thing"]));
        using (FileLock.TryTake(folder["thing"])) Assert.True(FileLock.IsHeld(folder["thing"]));
        Assert.False(FileLock.IsHeld(folder["thing"]));
        // Looking takes nothing.
        using var taken = FileLock.TryTake(folder["thing"]);
        Assert.NotNull(taken);
    }

    [Fact]
    public void TryTake_FolderMissing_Throws() =>
        Assert.Throws<DirectoryNotFoundException>(() => FileLock.TryTake(folder["absent", "thing"]));

    [Fact]
    public void TryTake_ManyAtOnce_LetsInOneAtATime()
    {
        var inside = 0;
        var taken = 0;
        Parallel.For(0, 500, _ =>
        {
            using var held = FileLock.TryTake(folder["thing"]);
            if (held is null) return;
            Assert.Equal(1, Interlocked.Increment(ref inside));
            Interlocked.Increment(ref taken);
            Interlocked.Decrement(ref inside);
        });
        Assert.InRange(taken, 1, 500);
    }
}
