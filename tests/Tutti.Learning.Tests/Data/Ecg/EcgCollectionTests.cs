using Tutti.Learning.Data.Ecg;
using Tutti.Tensors;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Data.Ecg;

public sealed class EcgCollectionTests : IDisposable
{
    private readonly PulseRecords records = new();

    public void Dispose() => records.Dispose();

    [Fact]
    public void Read_BadRecordsAmongGoodOnes_GoesOnAndSaysWhy()
    {
        string[] paths =
        [
            records.Write("201"), records.Write("sum", checksumError: 1), records.Write("lead", lead: "V1"),
            records.Write("paced", code: 12),
            records["absent"], records.Write("format"), records.Write("202", code: 8),
        ];
        File.WriteAllText(records["format.hea"], "format 1 250\nformat.dat 508\n");

        var collection = EcgCollection.Read(paths);

        Assert.Equal(["201", "202"], collection.Records.Select(record => record.Name));
        Assert.Equal(
            [EcgRecordProblem.Unreadable, EcgRecordProblem.MissingLead, EcgRecordProblem.Paced, EcgRecordProblem.Unreadable,
                EcgRecordProblem.Unreadable],
            collection.LeftOut.Select(record => record.Problem));
        Assert.Equal(paths[1..6], collection.LeftOut.Select(record => record.Record));
        Assert.Contains("checksum mismatch", collection.LeftOut[0].Message);
        Assert.Contains("Got V1. Expected MLII", collection.LeftOut[1].Message);
        Assert.Contains("the format 508", collection.LeftOut[4].Message);
        var data = collection.ToDataset("beats");
        Assert.Equal((18, 5), (data.Count, data.ClassCount));
        Assert.Equal([17, 1, 0, 0, 0], data.CountClasses());
        // Both are of one patient.
        Assert.Equal(["201"], data.GroupNames!);
        Assert.All(data.Groups!, group => Assert.Equal(0, group));
    }

    [Fact]
    public void ToDataset_NoBeatsOrNoClasses_IsRefused()
    {
        Assert.Contains("no beats", Assert.Throws<InvalidOperationException>(() => EcgCollection.Read([]).ToDataset("none")).Message);
        var detected = EcgCollection.Read([records.Write("r")], new EcgBeatOptions { Source = BeatSource.Detection });
        Assert.Contains("has no class", Assert.Throws<InvalidOperationException>(() => detected.ToDataset("detected")).Message);
    }

    [Fact]
    public void Read_Ds1_GivesNearlyAllPublishedBeats()
    {
        var folder = TestData.Folder("mitdb");

        var collection = EcgCollection.Read(MitBih.Ds1.Select(record => Path.Combine(folder, record)));

        Assert.Empty(collection.LeftOut);
        Assert.Equal(22, collection.Records.Select(record => record.Patient).Distinct().Count());
        Assert.Equal(51_021, collection.Records.Sum(record => record.Beats.Count));
        var data = collection.ToDataset("ds1");
        Assert.InRange(data.Count, 50_500, 51_021);
        Assert.InRange(data.CountClasses()[(int)AamiClass.Ventricular], 3_700, 3_788);
    }

    [Fact]
    public void ToSamples_BeatsWithoutClasses_GivesTheirValuesInOrder()
    {
        var path = records.Write("r");
        File.Delete(path + ".atr");
        var collection = EcgCollection.Read([path], new EcgBeatOptions { Source = BeatSource.Detection });

        var samples = collection.ToSamples();
        var copied = Tensor.Zeros([2, 140]);
        samples.CopySamples([8, 0], copied);

        var beats = collection.UsableBeats.Select(entry => entry.Beat).ToArray();
        Assert.Equal((9, 140), (samples.Count, samples.SampleShape[0]));
        Assert.Equal([.. beats[8].Values, .. beats[0].Values], copied.AsSpan<float>().ToArray());
    }
}
