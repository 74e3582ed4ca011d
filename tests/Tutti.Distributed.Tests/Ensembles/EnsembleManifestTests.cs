using Tutti.Distributed.Ensembles;
using Tutti.TestKit;

namespace Tutti.Distributed.Tests.Ensembles;

public sealed class EnsembleManifestTests : IDisposable
{
    private const string Member = """{"name":"a","file":"member-0.safetensors","version":"v","training_samples":3,"validation_score":null}""";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_WhatWasWritten_GivesItBack()
    {
        var manifest = new EnsembleManifest([new("a", "member-0.safetensors", "v", 3, null), new("b", "member-1.safetensors", "w", 0, 0.5)]);

        manifest.Write(folder.Path);

        Assert.Equal(manifest.Members, EnsembleManifest.Read(folder.Path).Members);
        Assert.Equal("w", manifest.Versions["b"]);
    }

    [Fact]
    public void Read_AMemberWithRemarks_HasThemToo()
    {
        new EnsembleManifest([new("a", "member-0.safetensors", "v", 3, null, ["105: no such file"])]).Write(folder.Path);

        Assert.Equal(["105: no such file"], EnsembleManifest.Read(folder.Path).Members[0].Remarks!);
    }

    [Theory]
    [InlineData("{", "")]
    [InlineData("""{"format":"tutti-ensemble-2","members":[MEMBER]}""", "format 'tutti-ensemble-2'")]
    [InlineData("""{"format":"tutti-ensemble-1","members":[]}""", "no members")]
    [InlineData("""{"format":"tutti-ensemble-1","members":[null]}""", "a member that is null")]
    [InlineData("""{"format":"tutti-ensemble-1","members":[MEMBER,MEMBER]}""", "a name twice")]
    [InlineData("""{"format":"tutti-ensemble-1","members":[MEMBER],"more":1}""", "more")]
    [InlineData("""{"format":"tutti-ensemble-1","members":[{"name":"a","file":"../x","version":"v","training_samples":3,"validation_score":null}]}""",
        "a file outside the folder: '../x'")]
    public void Read_WhatIsNoManifest_SaysWhy(string content, string problem)
    {
        File.WriteAllText(folder[EnsembleManifest.FileName], content.Replace("MEMBER", Member, StringComparison.Ordinal));

        var failure = Assert.Throws<InvalidDataException>(() => EnsembleManifest.Read(folder.Path));

        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AFolderWithoutOne_SaysThatTrainingDidNotEnd()
    {
        var failure = Assert.Throws<FileNotFoundException>(() => EnsembleManifest.Read(folder.Path));

        Assert.Contains("holds no ensemble. Got no ensemble.json.", failure.Message, StringComparison.Ordinal);
    }
}
