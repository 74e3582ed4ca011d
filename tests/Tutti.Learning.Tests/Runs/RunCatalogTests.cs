using Tutti.Learning.Runs;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Runs;

public sealed class RunCatalogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FixedTime time = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void List_NoRoot_IsEmpty() => Assert.Empty(new RunCatalog(folder["absent"]).List());

    [Fact]
    public void List_GoodAndBadFolders_ListsBadOnesWithTheReason()
    {
        var first = Create("cnn");
        time.Now += TimeSpan.FromDays(1);
        var second = Create("mlp");
        Directory.CreateDirectory(folder["0-empty"]);
        WriteRun("1-garbled", "{\"id\":");
        WriteRun("2-other", "{\"id\":\"x\"}");
        WriteRun("3-newer", File.ReadAllText(Path.Combine(first.Folder, "run.json")).Replace("\"schemaVersion\": 1", "\"schemaVersion\": 2"));
        WriteRun("4-null", File.ReadAllText(Path.Combine(first.Folder, "run.json")).Replace("\"model\": \"cnn\"", "\"model\": null"));
        Directory.CreateDirectory(folder[".hidden"]);

        var list = new RunCatalog(folder.Path).List();

        Assert.Equal(["0-empty", "1-garbled", "2-other", first.Name, second.Name, "3-newer", "4-null"], list.Select(run => run.Name));
        Assert.Equal(["cnn", "mlp"], list.Where(run => run.Problem is null).Select(run => run.Record!.Model));
        Assert.Contains("run.json", list[0].Problem);
        Assert.Contains("cannot be understood", list[1].Problem);
        Assert.Contains("cannot be understood", list[2].Problem);
        Assert.Contains("Got schema version 2. Expected 1", list[5].Problem);
        Assert.Contains("cannot be understood", list[6].Problem);
        Assert.All(list.Where(run => run.Problem is not null), run => Assert.Null(run.Record));
    }

    [Fact]
    public void List_ARunWhoseProcessIsGone_IsInterrupted()
    {
        var catalog = new RunCatalog(folder.Path);
        using (RunFolder.Create(folder.Path, RunFolderTests.Start, time)) Assert.Equal(RunState.Running, catalog.List()[0].Record!.State);

        // Disposing without a word on how it ended leaves what a killed process leaves.
        Assert.Equal(RunState.Interrupted, catalog.List()[0].Record!.State);
    }

    [Fact]
    public void Find_IdNameOrPrefix_FindsTheRun()
    {
        var first = Create("cnn");
        time.Now += TimeSpan.FromDays(1);
        var second = Create("mlp");
        var catalog = new RunCatalog(folder.Path);

        foreach (var run in new[] { first, second })
        {
            Assert.Equal(run.Folder, catalog.Find(run.Record!.Id).Folder);
            Assert.Equal(run.Folder, catalog.Find(run.Record.Id.ToUpperInvariant()).Folder);
            Assert.Equal(run.Folder, catalog.Find(run.Name).Folder);
            Assert.Equal(run.Folder, catalog.Find(run.Name[..9]).Folder);
        }
    }

    [Fact]
    public void Find_PrefixOfSeveral_NamesThem()
    {
        var first = Create("cnn");
        var second = Create("mlp");

        var error = Assert.Throws<ArgumentException>(() => new RunCatalog(folder.Path).Find("2026"));

        Assert.Contains("several runs", error.Message);
        Assert.Contains(first.Name, error.Message);
        Assert.Contains(second.Name, error.Message);
    }

    [Fact]
    public void Find_Typo_NamesTheNearest()
    {
        var run = Create("cnn");
        var id = run.Record!.Id;
        var typo = id[..7] + (id[7] == '0' ? '1' : '0');

        var error = Assert.Throws<ArgumentException>(() => new RunCatalog(folder.Path).Find(typo));

        Assert.Contains($"Did you mean '{id}'?", error.Message);
    }

    [Fact]
    public void Find_SomethingElse_NamesTheLatest()
    {
        Assert.Contains("There are no runs yet.", Assert.Throws<ArgumentException>(() => new RunCatalog(folder.Path).Find("zzz")).Message);
        var run = Create("cnn");

        Assert.Contains($"The latest is '{run.Name}'.", Assert.Throws<ArgumentException>(() => new RunCatalog(folder.Path).Find("zzz")).Message);
    }

    [Fact]
    public void Find_UnreadableRun_SaysWhy()
    {
        WriteRun("broken", "{");

        Assert.Contains("cannot be understood", Assert.Throws<InvalidDataException>(() => new RunCatalog(folder.Path).Find("brok")).Message);
    }

    [Fact]
    public void ReadMetrics_OfAResumedRun_CountsWhatWasMeasuredTwiceOnce()
    {
        using var run = RunFolder.Create(folder.Path, RunFolderTests.Start, time);
        StepMetrics Step(int epoch, long step, double loss) => new(time.Now, epoch, step, loss, 0.1, 100);
        EpochMetrics Epoch(int epoch, double loss) => new(time.Now, epoch, loss, null, null, 1, 100);
        var resumed = new ResumedMetrics(time.Now, 1, 15);
        run.AppendMetrics(Step(0, 4, 1), Step(0, 9, 2), Epoch(0, 3), Step(1, 14, 4), Step(1, 15, 5), Epoch(1, 6));
        run.AppendMetrics(resumed, Step(1, 15, 7), Epoch(1, 8));

        var records = RunCatalog.ReadMetrics(Assert.Single(new RunCatalog(folder.Path).List())).Records;

        Assert.Equal([Step(0, 4, 1), Step(0, 9, 2), Epoch(0, 3), Step(1, 14, 4), resumed, Step(1, 15, 7), Epoch(1, 8)], records);
    }

    [Fact]
    public void ReadMetrics_ResumedBetweenAnEpochsLastStepAndItsEnd_HasTheEpochOnce()
    {
        using var run = RunFolder.Create(folder.Path, RunFolderTests.Start, time);
        StepMetrics Step(int epoch, long step) => new(time.Now, epoch, step, 1, 0.1, 100);
        EpochMetrics Epoch(int epoch, double seconds) => new(time.Now, epoch, 1, null, null, seconds, 100);
        var resumed = new ResumedMetrics(time.Now, 1, 10);
        run.AppendMetrics(Step(0, 9), Epoch(0, 1));
        run.AppendMetrics(resumed, Epoch(0, 2), Epoch(1, 3));

        var records = RunCatalog.ReadMetrics(Assert.Single(new RunCatalog(folder.Path).List())).Records;

        Assert.Equal([Step(0, 9), resumed, Epoch(0, 2), Epoch(1, 3)], records);
    }

    [Fact]
    public void ReadMetrics_NothingWritten_IsEmpty()
    {
        WriteRun("bare", "{}");

        Assert.Empty(RunCatalog.ReadMetrics(new RunListing(folder["bare"], null, null)).Records);
    }

    private RunListing Create(string model)
    {
        using var run = RunFolder.Create(folder.Path, RunFolderTests.Start with { Model = model }, time);
        return new RunListing(run.Path, run.Record, null);
    }

    private void WriteRun(string name, string record)
    {
        Directory.CreateDirectory(folder[name]);
        File.WriteAllText(folder[name, "run.json"], record);
    }
}
