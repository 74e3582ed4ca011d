using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tutti.Storage.Journals.Files;
using Tutti.TestKit;

namespace Tutti.Storage.Tests.Journals.Files;

public sealed partial class FileJournalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Journal => folder["steps.jsonl"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Append_ThenRead_GivesTheRecordsInOrder()
    {
        using (var journal = FileJournal.Open(Journal))
        {
            journal.Append(new Note(1, "one\nline"), Records.Default.Note);
            journal.Append([new Note(2, "zwei"), new Note(3, "三")], Records.Default.Note);
        }

        var content = FileJournal.Read(Journal, Records.Default.Note);

        Assert.Equal([new Note(1, "one\nline"), new Note(2, "zwei"), new Note(3, "三")], content.Records);
        Assert.Equal(0, content.TornBytes);
        Assert.Equal(3, File.ReadAllLines(Journal).Length);
    }

    [Fact]
    public void Append_BeforeDisposal_IsAlreadyInTheFile()
    {
        using var journal = FileJournal.Open(Journal);
        for (var number = 0; number < 5; number++)
        {
            journal.Append(new Note(number, "x"), Records.Default.Note);
            Assert.Equal(number + 1, FileJournal.Read(Journal, Records.Default.Note).Records.Count);
        }
    }

    [Fact]
    public void Append_FromManyThreads_LosesNothingAndTearsNothing()
    {
        using (var journal = FileJournal.Open(Journal))
            Parallel.For(0, 200, number => journal.Append(new Note(number, new string('x', number)), Records.Default.Note));

        var numbers = FileJournal.Read(Journal, Records.Default.Note).Records.Select(note => note.Number);

        Assert.Equal(Enumerable.Range(0, 200), numbers.Order());
    }

    [Fact]
    public void Open_WhileAnotherWriterHasIt_IsRefused()
    {
        using var first = FileJournal.Open(Journal);

        var error = Assert.Throws<IOException>(() => FileJournal.Open(Journal));

        Assert.Contains("has another writer", error.Message);
        Assert.Contains(Journal, error.Message);
    }

    [Fact]
    public void Open_AfterTheWriterClosed_GoesOn()
    {
        using (var first = FileJournal.Open(Journal)) first.Append(new Note(1, "a"), Records.Default.Note);
        using (var second = FileJournal.Open(Journal)) second.Append(new Note(2, "b"), Records.Default.Note);

        Assert.Equal([1, 2], FileJournal.Read(Journal, Records.Default.Note).Records.Select(note => note.Number));
    }

    [Fact]
    public void ReadAndOpen_CutAnywhere_KeepExactlyTheWholeLinesAndReportTheRest()
    {
        using (var journal = FileJournal.Open(Journal))
            for (var number = 0; number < 4; number++) journal.Append(new Note(number, "text"), Records.Default.Note);
        var whole = File.ReadAllBytes(Journal);

        for (var length = 0; length <= whole.Length; length++)
        {
            var cut = whole[..length];
            File.WriteAllBytes(Journal, cut);
            var expected = cut.Count(value => value == '\n');
            var torn = length - (Array.LastIndexOf(cut, (byte)'\n') + 1);

            var read = FileJournal.Read(Journal, Records.Default.Note);
            Assert.Equal((expected, torn), (read.Records.Count, read.TornBytes));

            using (var journal = FileJournal.Open(Journal))
            {
                Assert.Equal(torn, journal.TornBytes);
                journal.Append(new Note(99, "after"), Records.Default.Note);
            }
            var reopened = FileJournal.Read(Journal, Records.Default.Note);
            Assert.Equal((expected + 1, 0), (reopened.Records.Count, reopened.TornBytes));
            Assert.Equal(99, reopened.Records[^1].Number);
        }
    }

    [Fact]
    public void ReadAndOpen_LastLineEndedButGarbled_IsTorn()
    {
        // After a power loss the file may have its new length, and the newline, with zeros where the rest should be.
        File.WriteAllText(Journal, "{\"number\":1,\"text\":\"a\"}\n\0\0\0\0\0\"}\n");

        var read = FileJournal.Read(Journal, Records.Default.Note);
        Assert.Equal((1, 8), (read.Records.Count, read.TornBytes));

        using (var journal = FileJournal.Open(Journal)) Assert.Equal(8, journal.TornBytes);
        Assert.Equal("{\"number\":1,\"text\":\"a\"}\n", File.ReadAllText(Journal));
    }

    [Theory]
    [InlineData("{\"number\":2,\"te\n")]
    [InlineData("\n")]
    [InlineData("{\"number\":\"x\",\"text\":\"a\"}\n")]
    [InlineData("null\n")]
    public void Read_MiddleLineDamaged_NamesFileAndLine(string damaged)
    {
        File.WriteAllText(Journal, "{\"number\":1,\"text\":\"a\"}\n" + damaged + "{\"number\":3,\"text\":\"c\"}\n");

        var error = Assert.Throws<InvalidDataException>(() => FileJournal.Read(Journal, Records.Default.Note));

        Assert.Contains($"line 2 of '{Journal}'", error.Message);
    }

    [Fact]
    public void Read_DamagedLineBeforeATornOne_IsRefused()
    {
        File.WriteAllText(Journal, "{\"number\":1,\"te\n{\"num");

        var error = Assert.Throws<InvalidDataException>(() => FileJournal.Read(Journal, Records.Default.Note));

        Assert.Contains("line 1", error.Message);
    }

    [Fact]
    public void Read_LastLineIsJsonOfAnotherKind_IsRefusedAsDamageNotAsATear()
    {
        File.WriteAllText(Journal, "{\"number\":\"x\",\"text\":\"a\"}\n");

        Assert.Throws<InvalidDataException>(() => FileJournal.Read(Journal, Records.Default.Note));
    }

    [Fact]
    public void Read_RecordsLongerThanTheBuffer_AreWhole()
    {
        var texts = new[] { new string('a', 70_000), new string('b', 10), new string('c', 300_000) };
        using (var journal = FileJournal.Open(Journal))
            foreach (var text in texts) journal.Append(new Note(0, text), Records.Default.Note);

        Assert.Equal(texts, FileJournal.Read(Journal, Records.Default.Note).Records.Select(note => note.Text));
        using (var reopened = FileJournal.Open(Journal)) Assert.Equal(0, reopened.TornBytes);
    }

    [Fact]
    public void Read_EndlessLine_IsRefusedWithBoundedMemory()
    {
        using (var file = File.Create(Journal)) file.SetLength(1L << 30);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => FileJournal.Read(Journal, Records.Default.Note));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8L * JournalReader.MaximumLineBytes);
    }

    [Fact]
    public void Append_DiskFull_ThrowsKeepsEarlierRecordsAndRefusesFurtherOnes()
    {
        var capacity = Encoding.UTF8.GetByteCount("{\"number\":1,\"text\":\"a\"}\n") + 5;
        using (var journal = FileJournal.Open(Journal, stream => new FullDiskStream(stream, capacity)))
        {
            journal.Append(new Note(1, "a"), Records.Default.Note);

            var error = Assert.Throws<IOException>(() => journal.Append(new Note(2, "b"), Records.Default.Note));
            Assert.Contains(Journal, error.Message);
            Assert.Throws<InvalidOperationException>(() => journal.Append(new Note(3, "c"), Records.Default.Note));
        }

        var content = FileJournal.Read(Journal, Records.Default.Note);
        Assert.Equal([1], content.Records.Select(note => note.Number));
        Assert.Equal(0, content.TornBytes);
    }

    [Fact]
    public void Append_AfterDisposal_IsRefused()
    {
        var journal = FileJournal.Open(Journal);
        journal.Dispose();
        journal.Dispose();

        Assert.Throws<ObjectDisposedException>(() => journal.Append(new Note(1, "a"), Records.Default.Note));
    }

    internal sealed record Note(int Number, string Text);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Note))]
    private sealed partial class Records : JsonSerializerContext;
}
