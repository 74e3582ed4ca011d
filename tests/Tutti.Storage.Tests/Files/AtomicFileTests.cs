using Tutti.Storage.Files;
using Tutti.TestKit;

namespace Tutti.Storage.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Target => folder["model.bin"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_NewFile_HoldsTheContentAndNothingElseIsInTheFolder()
    {
        AtomicFile.Write(Target, stream => stream.Write([1, 2, 3]));

        Assert.Equal([1, 2, 3], File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Write_LongerThenShorter_LeavesOnlyTheNewContent()
    {
        AtomicFile.Write(Target, stream => stream.Write(new byte[100_000]));
        AtomicFile.Write(Target, stream => stream.Write([7]));

        Assert.Equal([7], File.ReadAllBytes(Target));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(99_999)]
    public void Write_DiskFullAfterSomeBytes_KeepsThePreviousFileAndNoTemporary(int capacity)
    {
        AtomicFile.Write(Target, stream => stream.Write([1, 2, 3]));

        var error = Assert.Throws<IOException>(() => AtomicFile.Write(
            Target, stream => stream.Write(new byte[100_000]), stream => new FullDiskStream(stream, capacity)));

        Assert.Contains(Target, error.Message);
        Assert.Contains("previous file, if any, is unchanged", error.Message);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Write_WriterThrows_PassesItsExceptionOnAndKeepsThePreviousFile()
    {
        AtomicFile.Write(Target, stream => stream.Write([1, 2, 3]));

        Assert.Throws<TimeoutException>(() => AtomicFile.Write(Target, stream =>
        {
            stream.Write([9]);
            throw new TimeoutException();
        }));

        Assert.Equal([1, 2, 3], File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Write_WhileWriting_ReadersSeeThePreviousFile()
    {
        AtomicFile.Write(Target, stream => stream.Write([1, 2, 3]));

        AtomicFile.Write(Target, stream =>
        {
            stream.Write([9, 9]);
            stream.Flush();
            Assert.Equal([1, 2, 3], File.ReadAllBytes(Target));
        });

        Assert.Equal([9, 9], File.ReadAllBytes(Target));
    }

    [Fact]
    public void Write_FolderMissing_SaysWhichFile()
    {
        var error = Assert.Throws<IOException>(() => AtomicFile.Write(folder["absent", "model.bin"], _ => { }));

        Assert.Contains(folder["absent", "model.bin"], error.Message);
    }

    [Fact]
    public void Write_ThroughAnotherStream_PassesItsContent()
    {
        AtomicFile.Write(Target, stream => stream.Write([1, 2]), stream => new BufferedStream(stream));

        Assert.Equal([1, 2], File.ReadAllBytes(Target));
    }

    [Fact]
    public void DeleteLeftovers_AfterAKilledWriter_RemovesItsTemporaryFileOnly()
    {
        // What a killed process leaves is a file of the name that a write in progress has.
        AtomicFile.Write(Target, _ => File.WriteAllBytes(Directory.GetFiles(folder.Path).Single().Replace(".partial", "0.partial"), [1]));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);

        Assert.Equal(1, AtomicFile.DeleteLeftovers(folder.Path));
        Assert.Equal([Target], Directory.GetFileSystemEntries(folder.Path));
    }
}
