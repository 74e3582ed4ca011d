using Tutti.TestKit;

namespace Tutti.EndToEnd.Tests;

/// <summary>An ensemble of three members of <c>tutti detect train</c>, a recording to be judged, and a folder for each site.</summary>
public sealed class TrainedEnsemble : IAsyncLifetime
{
    internal const int MemberCount = 3;

    private readonly PulseRecords records = new();
    private readonly TemporaryFolder folder = new();

    internal string Recording { get; private set; } = "";

    internal string Path => folder.Path;

    /// <summary>All of it, for the members of one machine.</summary>
    internal string Ensemble => folder["ensemble"];

    public async ValueTask InitializeAsync()
    {
        // Beats of slightly different heights, so that usual ones differ as hearts' do.
        string[] paths = [.. Enumerable.Range(0, MemberCount).Select(number => records.Write($"p{number}", change: samples =>
        {
            for (var i = 0; i < samples.Length; i++) samples[i] = samples[i] * (20 + number + i / 300) / 20;
        }))];
        Recording = records.Write("new", change: samples =>
        {
            for (var i = 600; i < 900; i++) samples[i] = -samples[i] / 2;
        });
        (await TuttiProcess.RunAsync(
            folder.Path, ["detect", "train", .. paths, "--members", $"{MemberCount}", "--epochs", "3", "--validation-share", "0", "--quiet"])).Expect(0);
    }

    /// <summary>A folder with what the driver needs: how beats are cut, a token for each member, and perhaps who the members are.</summary>
    internal string CreateDriver(string name, bool withManifest = true)
    {
        var own = Directory.CreateDirectory(folder[name]).FullName;
        Directory.CreateDirectory(System.IO.Path.Combine(own, "ensemble"));
        string[] files = withManifest ? ["beats.json", "ensemble.json"] : ["beats.json"];
        foreach (var file in files) File.Copy(System.IO.Path.Combine(Ensemble, file), System.IO.Path.Combine(own, "ensemble", file));
        File.WriteAllLines(System.IO.Path.Combine(own, "tokens"), Enumerable.Range(0, MemberCount).Select(member => $"member-{member} {Token(member)}"));
        return own;
    }

    /// <summary>A folder with what a site has: its member's model, or another one under its name, and its token.</summary>
    internal string CreateSite(string driver, int member, int? model = null)
    {
        var own = Directory.CreateDirectory(System.IO.Path.Combine(driver, $"site-{member}-{model}")).FullName;
        File.Copy(System.IO.Path.Combine(Ensemble, $"member-{model ?? member}.safetensors"), System.IO.Path.Combine(own, $"member-{member}.safetensors"));
        File.WriteAllText(System.IO.Path.Combine(own, "token"), Token(member) + "\n");
        return own;
    }

    public ValueTask DisposeAsync()
    {
        records.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Token(int member) => $"token-of-member-{member}-0123456789";
}
