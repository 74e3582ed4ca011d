using Tutti.Communication.Transports.SharedMemory;

namespace Tutti.Communication.Tests.Transports.SharedMemory;

public sealed class SegmentFilesTests
{
    [Fact]
    public void Create_WhileOtherJobsRemoveWhatTheDeadHaveLeft_AlwaysGivesAFileWithItsName()
    {
        var folder = Directory.CreateTempSubdirectory("segments-").FullName;
        using var ended = new ManualResetEventSlim();
        var remover = new Thread(() =>
        {
            while (!ended.IsSet) SegmentFiles.RemoveAbandoned(folder);
        });
        remover.Start();
        try
        {
            for (var round = 0; round < 5_000; round++)
            {
                var path = SegmentFiles.PathOf(folder, "job", round);
                using var file = SegmentFiles.Create(path);
                Assert.True(File.Exists(path), $"round {round}: the name is gone");
                SegmentFiles.Delete(path);
            }
        }
        finally
        {
            ended.Set();
            Assert.True(remover.Join(Ranks.Deadline));
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Create_OfANameThatIsInUse_IsRefused()
    {
        var folder = Directory.CreateTempSubdirectory("segments-").FullName;
        using (SegmentFiles.Create(SegmentFiles.PathOf(folder, "job", 0)))
            Assert.Throws<IOException>(() => SegmentFiles.Create(SegmentFiles.PathOf(folder, "job", 0)));
        Directory.Delete(folder, recursive: true);
    }
}
