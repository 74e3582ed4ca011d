using Tutti.Learning.Checkpoints;
using Tutti.Learning.Detection;
using Tutti.Tensors;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Detection;

public sealed class AnomalyDetectorsTests : IDisposable
{
    private const string Good = """{"format":"tutti-detector-1","kind":"pca","sample_shape":[24]}""";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(null, "is no detector")]
    [InlineData("{", "cannot be understood")]
    [InlineData("null", "cannot be understood")]
    [InlineData("""{"format":"tutti-detector-1","kind":"pca"}""", "cannot be understood")]
    [InlineData("""{"format":"tutti-detector-1","kind":"pca","sample_shape":[24],"other":1}""", "cannot be understood")]
    [InlineData("""{"format":"tutti-detector-9","kind":"pca","sample_shape":[24]}""", "another format. Got 'tutti-detector-9'")]
    [InlineData("""{"format":"tutti-detector-1","kind":"pcb","sample_shape":[24]}""", "unknown kind. Got 'pcb'. Did you mean 'pca'")]
    [InlineData("""{"format":"tutti-detector-1","kind":"pca","sample_shape":[-1]}""", "impossible shape")]
    [InlineData("""{"format":"tutti-detector-1","kind":"autoencoder","sample_shape":[24]}""", "no network")]
    [InlineData("""{"format":"tutti-detector-1","kind":"autoencoder","sample_shape":[24],"model":[{"type":"Lin"}]}""", "cannot be made")]
    [InlineData("""{"format":"tutti-detector-1","kind":"autoencoder","sample_shape":[24],"model":[{"type":"ReLU"}]}""", "no calibration")]
    public void Load_OtherFiles_AreRefusedByReason(string? description, string expected)
    {
        Dictionary<string, string> metadata = description is null ? [] : new() { ["detector"] = description };
        SafetensorsFile.Write(folder["d"], [], _ => [], metadata);

        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => AnomalyDetectors.Load(folder["d"])).Message);
    }

    [Fact]
    public void Load_ComponentsOfOtherSamples_AreRefused()
    {
        PcaDetector.Fit(Waves.Make(50, 1), new PcaDetectorOptions { ComponentCount = 2 }).Save(folder["d"]);
        Rewrite(Good.Replace("24", "12"));

        Assert.Contains("do not fit", Assert.Throws<InvalidDataException>(() => AnomalyDetectors.Load(folder["d"])).Message);
        Rewrite(Good);
        Assert.Equal(2, Assert.IsType<PcaDetector>(AnomalyDetectors.Load(folder["d"])).Analysis.ComponentCount);
    }

    private void Rewrite(string description)
    {
        var (entries, texts) = (Array.Empty<SafetensorsEntry>(), new Dictionary<string, string>());
        var data = new List<byte[]>();
        using (var file = SafetensorsFile.Open(folder["d"]))
        {
            entries = [.. file.Entries];
            foreach (var (key, text) in file.Metadata) texts[key] = text;
            foreach (var entry in entries)
            {
                Assert.Equal(ElementType.Float64, entry.Type);
                data.Add(new byte[entry.ByteCount]);
                file.Read(entry.Name, data[^1]);
            }
        }
        texts["detector"] = description;
        SafetensorsFile.Write(folder["d"], entries, index => data[index], texts);
    }
}
