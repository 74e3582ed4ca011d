using System.Globalization;
using System.Text.Json;
using Tutti.Distributed.Ensembles;
using Tutti.TestKit;

namespace Tutti.Cli.Tests.Commands;

public sealed class DetectCommandTests : IDisposable
{
    private const int AnomalousBeat = 4;

    private readonly PulseRecords records = new();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        records.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Detect_ATrainedEnsemble_FindsTheBeatThatIsUpsideDown()
    {
        await TrainAsync(memberCount: 2);
        // The fifth beat is upside down and annotated as ventricular.
        var found = await Command.RunAsync("detect", records.Write("new", change: Invert, code: 5), records["absent"],
            "--ensemble", folder["ensemble"], "--out", folder["found"], "--alpha", "0.01", "--json", "--quiet");

        Assert.Equal((0, ""), (found.ExitCode, found.Error));
        Assert.Equal((1, 9, 1), (found.Json.GetProperty("records").GetInt32(), found.Json.GetProperty("judged").GetInt32(), found.Json.GetProperty("anomalous").GetInt32()));
        Assert.Equal(records["absent"], found.Json.GetProperty("leftOut")[0].GetProperty("record").GetString());
        Assert.Equal(2, found.Json.GetProperty("nodes").EnumerateArray().Count(node => node.GetProperty("spoke").GetBoolean()));
        var line = File.ReadAllLines(folder["found", "beats.csv"])[1 + AnomalousBeat].Split(',');
        Assert.Equal(("Ventricular", "1"), (line[6], line[^1]));
        Assert.InRange(double.Parse(line[8], CultureInfo.InvariantCulture), 0, 0.01);
        Assert.Contains("Original against reconstruction", File.ReadAllText(folder["found", "report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Detect_VotesAsJson_CountsTheMembers()
    {
        await TrainAsync(memberCount: 2);
        var found = await Command.RunAsync("detect", records.Write("new", change: Invert), "--ensemble", folder["ensemble"],
            "--out", folder["found"], "--alpha", "0.01", "--combine", "vote", "--format", "json", "--beats", "detection", "--quiet");

        Assert.Equal((0, ""), (found.ExitCode, found.Error));
        Assert.Contains("2 of 2 nodes spoke", found.Output, StringComparison.Ordinal);
        Assert.Contains("\"votes\":1", File.ReadAllText(folder["found", "beats.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Detect_ARecordingWithoutBeats_IsLeftOut()
    {
        await TrainAsync(memberCount: 1);
        var flat = records.Write("flat", change: Array.Clear);
        File.Delete(flat + ".atr");

        var found = await Command.RunAsync(
            "detect", records.Write("new"), flat, "--ensemble", folder["ensemble"], "--out", folder["found"], "--beats", "auto", "--json", "--quiet");

        Assert.Equal((0, ""), (found.ExitCode, found.Error));
        Assert.Equal(1, found.Json.GetProperty("records").GetInt32());
        var leftOut = Assert.Single(found.Json.GetProperty("leftOut").EnumerateArray().ToArray());
        Assert.Equal(flat, leftOut.GetProperty("record").GetString());
        Assert.Contains("'flat' has no beats", await FailAsync(flat), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Detect_WrongInput_BeginsNothing()
    {
        await TrainAsync(memberCount: 1);
        var path = records.Write("new");

        Assert.Contains("this is no ensemble of heartbeats", await FailAsync(path, "--ensemble", folder["nothing"]), StringComparison.Ordinal);
        Assert.Contains("does not say how good it is", await FailAsync(path, "--combine", "weighted-validation"), StringComparison.Ordinal);
        Assert.Contains("Got 'meen'. Did you mean 'mean'", await FailAsync(path, "--combine", "meen"), StringComparison.Ordinal);
        Assert.Contains("no recording can be judged", await FailAsync(records["absent"]), StringComparison.Ordinal);
        Assert.Contains("which recordings?", await FailAsync(), StringComparison.Ordinal);
        Assert.Contains("no beat can be judged", await FailAsync(records.Write("flat", change: Array.Clear)), StringComparison.Ordinal);
        Assert.Contains("lacks the lead", await FailAsync(records.Write("v", lead: "V1")), StringComparison.Ordinal);
        File.Delete(folder["ensemble", "member-0.safetensors"]);
        Assert.Contains("'member-0' cannot be loaded", await FailAsync(path), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["found"]));
    }

    [Fact]
    public async Task Detect_SeveralWrongOptions_NamesEachBeforeAnythingIsRead()
    {
        await TrainAsync(memberCount: 2);
        File.WriteAllText(folder["found"], "a file");

        var error = await FailAsync(
            records.Write("new"), "--alpha", "5", "--deadline", "1e-9", "--minimum-nodes", "0", "--combine", "bogus", "--format", "xml");

        string[] options = ["--alpha", "--deadline", "--minimum-nodes", "--combine", "--format", "--out"];
        foreach (var option in options) Assert.Contains($"{option}: ", error, StringComparison.Ordinal);
        Assert.Contains("Expected a number from 0.001 to 86400", error, StringComparison.Ordinal);
        Assert.Contains("no folder can be made there", error, StringComparison.Ordinal);
        Assert.Contains("Got '1e300'", await FailAsync(records["new"], "--deadline", "1e300"), StringComparison.Ordinal);
        Assert.Equal("a file", File.ReadAllText(folder["found"]));
        File.Delete(folder["found"]);
        Assert.Contains(
            "--minimum-nodes: more than the ensemble has members. Got 3. Expected at most 2",
            await FailAsync(records["new"], "--minimum-nodes", "3"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Detect_RecordingsOfOneName_AreToldApartByTheirPaths()
    {
        await TrainAsync(memberCount: 1);
        var (path, name) = (records.Write("new"), "new");
        using var elsewhere = new PulseRecords();

        var found = await Command.RunAsync(
            "detect", path, elsewhere.Write(name), records.Write("other"), "--ensemble", folder["ensemble"], "--out", folder["found"], "--quiet");

        Assert.Equal((0, ""), (found.ExitCode, found.Error));
        string[] named = [.. File.ReadAllLines(folder["found", "beats.csv"]).Skip(1).Select(line => line.Split(',')[0]).Distinct()];
        Assert.Equal([path, elsewhere[name], "other"], named);
    }

    [Fact]
    public async Task Train_WrongInput_BeginsNothing()
    {
        string[] paths = [records.Write("p0"), records.Write("p1")];
        async Task<string> Fail(params string[] args)
        {
            var outcome = await Command.RunAsync(["detect", "train", .. args, "--out", folder["ensemble"]]);
            Assert.Equal(2, outcome.ExitCode);
            Assert.False(Directory.Exists(folder["ensemble"]));
            return outcome.Error;
        }

        Assert.Contains("nobody is left to learn from. Got 1 patient", await Fail(paths[0], "--members", "1"), StringComparison.Ordinal);
        var several = await Fail([.. paths, "--members", "0", "--epochs", "x", "--isolation", "tread"]);
        foreach (var option in new[] { "--members", "--epochs", "--isolation" }) Assert.Contains($"{option}: ", several, StringComparison.Ordinal);
        foreach (var path in paths) File.Delete(path + ".atr");
        string[] both = [.. paths, "--members", "2", "--validation-share", "0"];
        Assert.Contains("nobody knows where beats are", await Fail(both), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_ARecordingThatCannotBeRead_IsNamedAndTheOthersAreLearned()
    {
        string[] paths = [records.Write("p0"), records.Write("p1", checksumError: 1), records["absent"]];

        var trained = await TrainOneAsync(paths);

        string[] leftOut = [.. trained.GetProperty("leftOut").EnumerateArray().Select(line => line.GetString()!)];
        Assert.Equal(2, leftOut.Length);
        foreach (var path in paths[1..]) Assert.Contains(leftOut, line => line.StartsWith($"{path}: ", StringComparison.Ordinal));
        Assert.Equal(PulseRecords.Seconds - 1, trained.GetProperty("members")[0].GetProperty("samples").GetInt32());
    }

    [Fact]
    public async Task Train_Again_KeepsMembersUnlessARecordingHasChanged()
    {
        string[] paths = [records.Write("p0"), records.Write("p1")];
        async Task<string> TrainAgain() => (await TrainOneAsync(paths)).GetProperty("members")[0].GetProperty("version").GetString()!;

        var first = await TrainAgain();
        var writtenAt = File.GetLastWriteTimeUtc(folder["ensemble", "member-0.safetensors"]);
        Assert.Equal(first, await TrainAgain());
        Assert.Equal(writtenAt, File.GetLastWriteTimeUtc(folder["ensemble", "member-0.safetensors"]));
        records.Write("p1", change: Invert);
        Assert.NotEqual(first, await TrainAgain());
    }

    [Fact]
    public async Task Train_AnnotatedAnomalies_ChooseAlphaForEachCombination()
    {
        string[] paths = [.. Enumerable.Range(0, 5).Select(number => records.Write($"p{number}", change: Invert, code: 5))];
        var trained = await Command.RunAsync(["detect", "train", .. paths, "--members", "2", "--epochs", "30", "--out", folder["ensemble"], "--json"]);
        Assert.Equal(0, trained.ExitCode);
        Assert.StartsWith("F1 = ", trained.Json.GetProperty("alphaOrigin").GetString(), StringComparison.Ordinal);
        var alphas = trained.Json.GetProperty("alphas").EnumerateObject().ToDictionary(alpha => alpha.Name, alpha => alpha.Value.GetDouble());
        Assert.Equal(Combination.Words.Order(), alphas.Keys.Order());
        Assert.All(EnsembleManifest.Read(folder["ensemble"]).Members, member => Assert.InRange(member.ValidationScore!.Value, 0.9, 1));

        foreach (var word in Combination.Words)
        {
            var found = await Command.RunAsync(
                "detect", paths[0], "--ensemble", folder["ensemble"], "--combine", word, "--out", folder["found"], "--json", "--quiet");
            Assert.Equal((0, ""), (found.ExitCode, found.Error));
            Assert.Equal(alphas[word], found.Json.GetProperty("alpha").GetDouble());
        }
    }

    [Fact]
    public async Task Detect_NodesElsewhere_AreNotWaitedForWhereInputIsWrong()
    {
        await TrainAsync(memberCount: 2);
        // Members are elsewhere, so their files need not be here.
        File.Delete(folder["ensemble", "member-0.safetensors"]);
        File.WriteAllText(folder["tokens"], "member-0 token-of-0-0123456789\nmember-1 token-of-1-0123456789\n");
        string[] elsewhere = ["--nodes", "2", "--listen", "127.0.0.1:0", "--token-file", folder["tokens"]];
        var path = records.Write("new");

        Assert.Contains("no recording can be judged", await FailAsync([records["absent"], .. elsewhere]), StringComparison.Ordinal);
        Assert.Contains("no beat can be judged", await FailAsync([records.Write("flat", change: Array.Clear), .. elsewhere]), StringComparison.Ordinal);
        Assert.Contains("--minimum-nodes: more than are waited for", await FailAsync([path, .. elsewhere, "--minimum-nodes", "3"]), StringComparison.Ordinal);
        Assert.Contains("--token-file: missing", await FailAsync([path, "--nodes", "2"]), StringComparison.Ordinal);
        Assert.Contains("only for nodes elsewhere", await FailAsync([path, "--token-file", "tokens"]), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["found"]));
    }

    // Beats of slightly different heights, so that usual ones differ as hearts' do.
    private async Task TrainAsync(int memberCount)
    {
        string[] paths = [.. Enumerable.Range(0, 5).Select(number => records.Write($"p{number}", change: samples =>
        {
            for (var i = 0; i < samples.Length; i++) samples[i] = samples[i] * (20 + number) / 20;
        }))];
        var trained = await Command.RunAsync(["detect", "train", .. paths, "--members", $"{memberCount}", "--epochs", "30", "--out", folder["ensemble"], "--json"]);
        Assert.Equal(0, trained.ExitCode);
        Assert.Equal(memberCount, trained.Json.GetProperty("members").GetArrayLength());
        Assert.Contains("by default", trained.Json.GetProperty("alphaOrigin").GetString(), StringComparison.Ordinal);
    }

    // A member of all recordings, for a moment; what the command says.
    private async Task<JsonElement> TrainOneAsync(string[] paths)
    {
        var trained = await Command.RunAsync(
            ["detect", "train", .. paths, "--members", "1", "--epochs", "1", "--validation-share", "0", "--out", folder["ensemble"], "--json"]);
        Assert.Equal(0, trained.ExitCode);
        return trained.Json;
    }

    private async Task<string> FailAsync(params string[] args)
    {
        string[] ensemble = args.Contains("--ensemble") ? [] : ["--ensemble", folder["ensemble"]];
        var outcome = await Command.RunAsync(["detect", .. args, .. ensemble, "--out", folder["found"]]);
        Assert.Equal(2, outcome.ExitCode);
        return outcome.Error;
    }

    private static void Invert(int[] samples)
    {
        var middle = (AnomalousBeat + 1) * PulseRecords.Frequency;
        for (var i = middle - PulseRecords.Frequency / 4; i < middle + PulseRecords.Frequency / 4; i++) samples[i] = -samples[i];
    }
}
