using System.Text;
using Tutti.Experiments.Detection;
using Tutti.TestKit;

namespace Tutti.Experiments.Tests.Detection;

public sealed class BeatTableTests : IDisposable
{
    private readonly PulseRecords records = new();

    public void Dispose() => records.Dispose();

    [Fact]
    public void WriteCsv_JudgedAndFlaggedBeats_HasALineForEach()
    {
        var stream = new MemoryStream();

        new BeatTable(SampleDetection.Create(records)).WriteCsv(stream);

        var lines = Encoding.UTF8.GetString(stream.ToArray()).Split('\n');
        Assert.Equal("record,patient,lead,sample,seconds,symbol,class,flags,p,standard_error,error,anomalous", lines[0]);
        Assert.Equal("\"a,b\",\"a,b\",MLII,250,1.000,N,Normal,,0.5,0.25,0.125,0", lines[1]);
        Assert.Equal("\"a,b\",\"a,b\",MLII,1250,5.000,V,Ventricular,,0.001,0.25,3,1", lines[5]);
        Assert.Equal("\"a,b\",\"a,b\",MLII,2500,10.000,N,Normal,Incomplete,,,,", lines[10]);
        Assert.Equal((12, ""), (lines.Length, lines[11]));
    }

    [Fact]
    public void ToJson_Votes_CallsThemSoAndLeavesUnknownNull()
    {
        var table = new BeatTable(SampleDetection.Create(records, withErrors: false) with { AreVotes = true });

        var json = table.ToJson();

        Assert.Equal((10, 10), (table.Count, json.Count));
        Assert.Equal(0.001, (double)json[SampleDetection.Anomalous]!["votes"]!);
        Assert.True((bool)json[SampleDetection.Anomalous]!["anomalous"]!);
        Assert.Null(json[0]!["error"]);
        Assert.Equal("Incomplete", (string)json[9]!["flags"]!);
        Assert.Null(json[9]!["anomalous"]);
    }
}
