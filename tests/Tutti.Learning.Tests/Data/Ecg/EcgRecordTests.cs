using Tutti.Learning.Data.Ecg;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Data.Ecg;

public sealed class EcgRecordTests : IDisposable
{
    private readonly PulseRecords records = new();

    public void Dispose() => records.Dispose();

    [Fact]
    public void Read_Annotations_GivesBeatsAroundTheirRWaves()
    {
        var record = EcgRecord.Read(records.Write("r", code: 5));

        Assert.Equal(("r", "r", "MLII", 250.0), (record.Name, record.Patient, record.Lead, record.Frequency));
        Assert.Equal(Enumerable.Range(1, 10).Select(beat => beat * 250L), record.Beats.Select(beat => beat.Sample));
        Assert.Equal(("V", AamiClass.Ventricular), (record.Beats[4].Symbol, record.Beats[4].Class));
        // The last beat lies at the very end.
        Assert.Equal(BeatFlags.Incomplete, record.Beats[9].Flags);
        Assert.Empty(record.Beats[9].Values);
        foreach (var beat in record.Beats.Take(9))
        {
            Assert.True(beat.IsUsable);
            Assert.Equal(140, beat.Values.Count);
            Assert.Equal(50, beat.Values.Index().MaxBy(entry => entry.Item).Index);
            Assert.Equal(0, beat.Values.Average(), 1e-4);
            Assert.Equal(1, beat.Values.Average(value => value * value), 1e-3);
        }
    }

    [Fact]
    public void Read_Detection_FindsTheSameBeatsWithoutClasses()
    {
        var path = records.Write("r");
        File.Delete(path + ".atr");

        var record = EcgRecord.Read(path, new EcgBeatOptions { Source = BeatSource.Detection, Normalization = BeatNormalization.Range });

        Assert.Equal(9, record.Beats.Count(beat => beat.IsUsable));
        Assert.All(record.Beats, beat => Assert.Equal(("", null), (beat.Symbol, beat.Class)));
        Assert.All(record.Beats.Where(beat => beat.IsUsable), beat =>
        {
            Assert.InRange(beat.Sample % 250, 0, 249);
            Assert.Equal((0f, 1f), (beat.Values.Min(), beat.Values.Max()));
        });
    }

    [Fact]
    public void Read_AnnotationsOrDetection_DetectsOnlyWhereThereAreNoAnnotations()
    {
        var (annotated, bare) = (records.Write("a"), records.Write("b"));
        File.Delete(bare + ".atr");
        var options = new EcgBeatOptions { Source = BeatSource.AnnotationsOrDetection };

        Assert.All(EcgRecord.Read(annotated, options).Beats, beat => Assert.Equal(AamiClass.Normal, beat.Class));
        var detected = EcgRecord.Read(bare, options).Beats;
        Assert.Equal(9, detected.Count(beat => beat.IsUsable));
        Assert.All(detected, beat => Assert.Null(beat.Class));
    }

    [Fact]
    public void Read_NoAnnotationIsABeat_IsRefusedOrDetected()
    {
        var path = records.Write("rhythm");
        // One change of rhythm (28), and the end.
        File.WriteAllBytes(path + ".atr", [PulseRecords.Frequency, 28 << 2, 0, 0]);

        var problem = Assert.Throws<EcgRecordException>(() => EcgRecord.Read(path));
        Assert.Equal(EcgRecordProblem.NoBeats, problem.Problem);
        Assert.Contains("'rhythm' has no beats. Got 1 annotations, none of a beat. Expected at least one.", problem.Message);
        var detected = EcgRecord.Read(path, new EcgBeatOptions { Source = BeatSource.AnnotationsOrDetection }).Beats;
        Assert.Equal(9, detected.Count(beat => beat.IsUsable));
        Assert.All(detected, beat => Assert.Null(beat.Class));
    }

    [Theory]
    [InlineData(BeatSource.Detection)]
    [InlineData(BeatSource.AnnotationsOrDetection)]
    public void Read_AFlatSignal_HasNoBeats(BeatSource source)
    {
        var path = records.Write("flat", change: Array.Clear);
        File.Delete(path + ".atr");

        var problem = Assert.Throws<EcgRecordException>(() => EcgRecord.Read(path, new EcgBeatOptions { Source = source }));

        Assert.Equal(EcgRecordProblem.NoBeats, problem.Problem);
        Assert.Contains("Got a signal MLII in which no R wave was detected", problem.Message);
    }

    [Fact]
    public void Read_ALeadThatComesOff_FlagsItsFirstBeatThoughTheFilterStillSwings()
    {
        var path = records.Write("r", change: samples => samples.AsSpan(6 * 250 + 100).Fill(100));

        var beats = EcgRecord.Read(path, new EcgBeatOptions { Normalization = BeatNormalization.None }).Beats;

        Assert.All(beats.Take(5), beat => Assert.True(beat.IsUsable));
        Assert.All(beats.Skip(6).Take(3), beat => Assert.Equal(BeatFlags.Flat, beat.Flags & BeatFlags.Flat));
    }

    [Fact]
    public void Read_UnusableStretches_FlagsTheirBeatsOnly()
    {
        var path = records.Write("r", change: samples =>
        {
            samples.AsSpan(2 * 250 - 100, 250).Clear();            // flat
            samples.AsSpan(4 * 250 - 3, 6).Fill(2047);             // at the rail
            samples.AsSpan(6 * 250 + 20, 3).Fill(short.MinValue);  // missing
        });

        // Without a filter, whose ringing would reach into the flat stretch.
        var record = EcgRecord.Read(path, new EcgBeatOptions { Baseline = BaselineRemoval.None, Normalization = BeatNormalization.None });

        BeatFlags[] expected = [0, BeatFlags.Flat, 0, BeatFlags.Saturated, 0, BeatFlags.Missing, 0, 0, 0, BeatFlags.Incomplete];
        Assert.Equal(expected, record.Beats.Select(beat => beat.Flags));
        Assert.Equal(1.5, record.Beats[0].Values[50], 0.05);
    }

    [Fact]
    public void Read_MissingLead_SaysWhichThereAre()
    {
        var path = records.Write("r", lead: "V5");

        var problem = Assert.Throws<EcgRecordException>(() => EcgRecord.Read(path, new EcgBeatOptions { Leads = ["MLII", "II"] }));

        Assert.Equal(EcgRecordProblem.MissingLead, problem.Problem);
        Assert.Contains("'r' lacks the lead. Got V5. Expected MLII or II.", problem.Message);
        Assert.Equal("V5", EcgRecord.Read(path, new EcgBeatOptions { Leads = ["MLII", "v5"] }).Lead);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(38)]
    public void Read_PacedBeats_AreLeftOutByDefault(int code)
    {
        var path = records.Write("r", code: code);

        Assert.Equal(EcgRecordProblem.Paced, Assert.Throws<EcgRecordException>(() => EcgRecord.Read(path)).Problem);
        Assert.Equal(EcgRecordProblem.Paced, Assert.Throws<EcgRecordException>(
            () => EcgRecord.Read(path, new EcgBeatOptions { Source = BeatSource.Detection })).Problem);
        Assert.Equal(AamiClass.Unknown, EcgRecord.Read(path, new EcgBeatOptions { IncludePaced = true }).Beats[4].Class);
    }

    [Fact]
    public void Read_WithoutAnnotationsOrTooSlow_SaysSo()
    {
        var path = records.Write("r");
        Assert.Contains("no file", Assert.Throws<EcgRecordException>(
            () => EcgRecord.Read(path, new EcgBeatOptions { Annotator = "qrs" })).Message);
        File.WriteAllLines(path + ".hea", ["r 1 250", "r.dat 16"]);
        Assert.Contains("Got (no name). Expected MLII", Assert.Throws<EcgRecordException>(() => EcgRecord.Read(path)).Message);
        path = records.Write("slow");
        File.WriteAllText(path + ".hea", File.ReadAllText(path + ".hea").Replace("slow 1 250 2500", "slow 1 1 2500"));
        Assert.Contains("Got 2500 samples, 1 a second", Assert.Throws<EcgRecordException>(() => EcgRecord.Read(path)).Message);
    }

    [Fact]
    public void Read_WrongOptions_SaysAll()
    {
        var options = new EcgBeatOptions { Leads = [], Frequency = 0, MainsFrequency = 5, Before = TimeSpan.Zero };

        var message = Assert.Throws<ArgumentException>(() => EcgRecord.Read("r", options)).Message;

        foreach (var part in new[] { "Leads", "Frequency is 0", "MainsFrequency is 5", "Before is" }) Assert.Contains(part, message);
    }

    [Fact]
    public void Read_Record114_TakesTheLeadByName()
    {
        var record = EcgRecord.Read(Path.Combine(TestData.Folder("mitdb"), "114"), new EcgBeatOptions { MainsFrequency = 60 });

        Assert.Equal(("MLII", 1879), (record.Lead, record.Beats.Count));
        Assert.InRange(record.Beats.Count(beat => beat.IsUsable), 1870, 1879);
    }
}
