using Tutti.Learning.Data.Sources.Wfdb;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Data.Sources.Wfdb;

public sealed class WfdbRecordTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_AllOfMitBih_ReproducesChecksumsAndInitialValues()
    {
        var headers = Directory.GetFiles(TestData.Folder("mitdb"), "*.hea");

        Assert.NotEmpty(headers);
        foreach (var path in headers)
        {
            // Reading compares the checksums.
            var record = WfdbRecord.Read(path);
            Assert.Equal((360, 650_000, 650_000L), (record.Header.SamplingFrequency, record.SampleCount, record.Header.SampleCount));
            for (var signal = 0; signal < 2; signal++)
            {
                Assert.NotNull(record.Header.Signals[signal].Checksum);
                Assert.Equal(record.Header.Signals[signal].InitialValue, record.Samples(signal)[0]);
            }
        }
    }

    [Fact]
    public void Read_Record114_FindsItsLeadByName()
    {
        var record = WfdbRecord.Read(Path.Combine(TestData.Folder("mitdb"), "114"));

        Assert.Equal((1, 0), (record.FindSignal("MLII"), record.FindSignal("V5")));
        Assert.Null(record.FindSignal("V1"));
        Assert.Equal((1027 - 1024) / 200f, record.ToPhysical(1)[0]);
        Assert.NotEmpty(record.Header.Comments);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Read_Format212_AnyNumberOfSamples_UnpacksBothHalves(int count)
    {
        int[] samples = [.. new int[] { -2047, 2047, -1, 0, 1024, -1024, 5 }[..count]];
        WriteHeader($"r 1 250 {count}", $"r.dat 212 100(10)/uV 12 0 {samples[0]} {Sum(samples)} 0 a lead");
        File.WriteAllBytes(folder["r.dat"], WfdbPacking.Pack(212, samples));

        var record = WfdbRecord.Read(folder["r"]);

        Assert.Equal(samples, record.Samples(0).ToArray());
        Assert.Equal(samples.Select(sample => (sample - 10) / 100f), record.ToPhysical(0));
        var signal = record.Header.Signals[0];
        Assert.Equal((100.0, 10, "uV", "a lead"), (signal.Gain, signal.Baseline, signal.Units, signal.Description));
    }

    [Theory]
    [InlineData(212)]
    [InlineData(16)]
    [InlineData(310)]
    [InlineData(311)]
    public void Read_MoreThanAChunk_OfThreeSignals_KeepsThemApart(int format)
    {
        int[] samples = [.. Enumerable.Range(0, 3 * 33_333).Select(index => index % 1021 - 510)];
        WriteHeader("r 3 250 33333", $"r.dat {format}", $"r.dat {format}", $"r.dat {format}");
        File.WriteAllBytes(folder["r.dat"], WfdbPacking.Pack(format, samples));

        var record = WfdbRecord.Read(folder["r"]);

        for (var signal = 0; signal < 3; signal++)
            Assert.True(record.Samples(signal).SequenceEqual(samples.Where((_, index) => index % 3 == signal).ToArray()));
    }

    // Lines as the headers of other databases have them; I and S are the first sample and the checksum.
    public static TheoryData<string, string> OtherDatabases { get; } = new()
    {
        { "nsrdb", "16265 2 128 7777 8:04:00|16265.dat 212 200 12 0 I S 0 ECG1|16265.dat 212 200 12 0 I S 0 ECG2|# 32 M" },
        { "svdb", "800 2 128 4001|800.dat 212 0 10 0 I S 0 ECG1|800.dat 212 0 10 0 I S 0 ECG2" },
        { "ltdb", "14184 3 128 3001|" + Lines("14184.dat 212 200 12 0 I S 0 {0}", "ECG1", "ECG2", "ECG3") },
        { "edb", "e0103 2 250 2501 12:00:00 4/8/1985|" + Lines("e0103.dat 212 200(3)/mV 12 0 I S 0 {0}", "V4", "MLIII") + "|# Age: 62" },
        { "incartdb", "I01 12 257 1999|" + Lines("I01.dat 16 306 0 0 I S 0 {0}", "I", "II", "III", "AVR", "AVL", "AVF", "V1", "V2", "V3",
            "V4", "V5", "V6") + "|#<age>: 65 <sex>: F <diagnoses> Coronary artery disease" },
        { "ptb", "s0010_re 15 1000 1201|" + Lines("s0010_re.dat 16 2000 16 0 I S 0 {0}", "i", "ii", "iii", "avr", "avl", "avf", "v1",
            "v2", "v3", "v4", "v5", "v6") + "|" + Lines("s0010_re.xyz 16 2000 16 0 I S 0 {0}", "vx", "vy", "vz") +
            "|#|# Diagnose:|# age: 81" },
        { "ptbxl", "00001_hr 2 500 5000|" + Lines("00001_hr.dat 16 1000.0(0)/mV 16 0 I S 0 {0}", "I", "AVL") },
        { "challenge", "A00001 1 300 901 05:05:15 1/05/2000|A00001.mat 16+24 1000/mV 16 0 I S 0 ECG" },
        { "apnea", "a01r 4 100 801|" + Lines("a01r.dat 16 200 12 0 I S 0 {0}", "Resp C", "Resp A", "Resp N") +
            "|a01.dat 80 1.5(-7)/% 8 128 I S 0 SpO2" },
        { "mghdb", "mgh1 3 360/14.4(512) 777|" + Lines("mgh1.dat 8 55.5(-9)/mmHg 8 0 I S 0 {0}", "ART", "PAP", "CVP") },
        { "mixed", "m 3 125 601|m.dat 311x4 200 10 0 I S 0 II|m.dat 311x2 80/NU 10 0 I S 0 PLETH|m.dat 311 10/bpm 10 0 I S 0 HR" },
        { "tapes", "t 4 250 333|t.a 61 200 16 0 I S 0 a|t.b 160 200 16 0 I S 0 b|t.c 310+6 200 10 0 I S 0 c|t.d 24 5e5 24 0 I S 0 d" },
        { "fine", "f 2 1000.5 100|f.dat 32 1e8(-100)/uV 32 0 I S 0 X|f.dat 32 1e8(-100)/uV 32 0 I S 0 Y with a long name" },
    };

    [Theory]
    [MemberData(nameof(OtherDatabases))]
    public void Read_RecordsAsOtherDatabasesHaveThem_GivesTheirSamples(string database, string lines)
    {
        var split = lines.Split('|');
        var first = split[0].Split(' ');
        var expected = SyntheticRecord.Write(folder.Path, split, int.Parse(first[3]));

        var record = WfdbRecord.Read(folder[first[0]]);

        Assert.Equal((int.Parse(first[1]), int.Parse(first[3])), (record.Header.Signals.Count, record.SampleCount));
        for (var signal = 0; signal < expected.Length; signal++)
        {
            Assert.True(record.Samples(signal).SequenceEqual(expected[signal]), $"{database}, signal {signal}");
            var (gain, zero) = (record.Header.Signals[signal].Gain, (double)record.Header.Signals[signal].Baseline);
            Assert.Equal(expected[signal].Select(sample => (float)((sample - zero) / gain)), record.ToPhysical(signal));
        }
        // Another bit in the first sample of the last file is found.
        var last = record.Header.Signals[^1];
        var bytes = File.ReadAllBytes(folder[last.FileName]);
        bytes[last.ByteOffset] ^= 2;
        File.WriteAllBytes(folder[last.FileName], bytes);
        Assert.Contains("checksum mismatch", Assert.Throws<InvalidDataException>(() => WfdbRecord.Read(folder[first[0]])).Message);
    }

    [Theory]
    [InlineData("200(3)/mV", 200, 3, "mV")]
    [InlineData("1000.0(0)/mV", 1000, 0, "mV")]
    [InlineData("5e5", 500_000, 7, "mV")]
    [InlineData("0", 200, 7, "mV")]
    [InlineData("-12.5(-9)/mm_Hg", -12.5, -9, "mm_Hg")]
    [InlineData("4/%", 4, 7, "%")]
    public void Read_GainsOfAnyForm_GivesGainAndBaselineAndUnit(string field, double gain, int baseline, string unit)
    {
        WriteHeader("r 1 250 2", $"r.dat 16 {field} 12 7");

        var signal = WfdbHeader.Read(folder["r"]).Signals[0];

        Assert.Equal((gain, baseline, unit), (signal.Gain, signal.Baseline, signal.Units));
    }

    [Fact]
    public void Read_SignalsOfOneFileApartFromEachOther_AreRefused()
    {
        WriteHeader("r 3 250 2", "a.dat 16", "b.dat 16", "a.dat 16");
        File.WriteAllBytes(folder["a.dat"], new byte[8]);
        File.WriteAllBytes(folder["b.dat"], new byte[4]);

        Assert.Contains("not listed together", Assert.Throws<InvalidDataException>(() => WfdbRecord.Read(folder["r"])).Message);
    }

    [Fact]
    public void Read_OffsetBehindTheFilesEnd_IsTruncated()
    {
        WriteHeader("r 1 250", "a.dat 16+9");
        File.WriteAllBytes(folder["a.dat"], new byte[8]);

        Assert.Contains("is truncated", Assert.Throws<InvalidDataException>(() => WfdbRecord.Read(folder["r"])).Message);
    }

    [Fact]
    public void Read_Format16_TwoFilesAndAnOffset_InterleavesEach()
    {
        WriteHeader("# before", "r 3 100/20(5) 2 0:0:0 1/1/2000", "a.dat 16+4 0", "a.dat 16+4 0", "b.dat 212", "# after");
        File.WriteAllBytes(folder["a.dat"], [9, 9, 9, 9, 1, 0, 2, 0, 0xFF, 0xFF, 0, 0x80]);
        File.WriteAllBytes(folder["b.dat"], [0x00, 0x08, 0x01]);

        var record = WfdbRecord.Read(folder["r.hea"]);

        Assert.Equal([1, -1], record.Samples(0).ToArray());
        Assert.Equal([2, short.MinValue], record.Samples(1).ToArray());
        Assert.Equal([-2048, 1], record.Samples(2).ToArray());
        Assert.Equal([2 / 200f, float.NaN], record.ToPhysical(1));
        Assert.Equal([float.NaN, 1 / 200f], record.ToPhysical(2));
        var first = record.Header.Signals[0];
        Assert.Equal((100, 200, "mV", ""), (record.Header.SamplingFrequency, first.Gain, first.Units, first.Description));
        Assert.Equal(["before", "after"], record.Header.Comments);
    }

    [Fact]
    public void Read_SeveralSamplesAFrameAndSkewAndOffset_GivesEachSignalItsOwn()
    {
        // Frames of two samples of a and one of b; b comes a frame late.
        int[] a = [1, 2, 3, 4, 5, 6], b = [99, 10, 20];
        WriteHeader(
            "r 2 125/250(-3.5) 3 12:00:00 1/2/1990", $"r.dat 16x2+4 200 12 0 1 {Sum(a)} 0 a", $"r.dat 16x1:1+4 200 12 0 99 {Sum(b)} 0 b");
        File.WriteAllBytes(folder["r.dat"], WfdbPacking.Pack(16, [7, 7, 1, 2, 99, 3, 4, 10, 5, 6, 20]));

        var record = WfdbRecord.Read(folder["r"]);

        Assert.Equal(a, record.Samples(0).ToArray());
        Assert.Equal([10, 20, short.MinValue], record.Samples(1).ToArray());
        Assert.Equal([10 / 200f, 20 / 200f, float.NaN], record.ToPhysical(1));
        Assert.Equal((3, 250.0, 125.0), (record.SampleCount, record.Header.FrequencyOf(0), record.Header.FrequencyOf(1)));
        Assert.Equal((250.0, -3.5), (record.Header.CounterFrequency, record.Header.BaseCounter));
        Assert.Equal(("12:00:00", "1/2/1990"), (record.Header.BaseTime, record.Header.BaseDate));
    }

    [Fact]
    public void Read_Differences_BeginAtTheInitialValue()
    {
        WriteHeader("r 1 250 3", $"r.dat 8 100 10 0 -53 {Sum(-52, -54, -54)} 0 ECG");
        File.WriteAllBytes(folder["r.dat"], [1, 0xFE, 0]);

        var record = WfdbRecord.Read(folder["r"]);

        Assert.Equal([-52, -54, -54], record.Samples(0).ToArray());
        WriteHeader("r 1 250 3", "r.dat 8");
        Assert.Equal(10, WfdbHeader.Read(folder["r"]).Signals[0].Resolution);
    }

    [Fact]
    public void Read_SignalWithoutSamples_IsMissingThroughout()
    {
        WriteHeader("r 2 250", "~ 0 200", "r.dat 16");
        File.WriteAllBytes(folder["r.dat"], [1, 0, 2, 0]);

        Assert.Equal([float.NaN, float.NaN], WfdbRecord.Read(folder["r"]).ToPhysical(0));
    }

    [Fact]
    public void Read_NoNumberOfSamples_TakesWhatTheFileHas()
    {
        WriteHeader("r 1");
        Assert.Contains("Got 0 signals. Expected 1", Assert.Throws<InvalidDataException>(() => WfdbRecord.Read(folder["r"])).Message);
        WriteHeader("r 1", "r.dat 16");
        File.WriteAllBytes(folder["r.dat"], [1, 0, 2, 0, 3]);

        var record = WfdbRecord.Read(folder["r"]);

        Assert.Equal([1, 2], record.Samples(0).ToArray());
        Assert.Null(record.Header.SampleCount);
        Assert.Equal(250, record.Header.SamplingFrequency);
    }

    [Fact]
    public void Read_WrongChecksum_SaysSignalAndBoth()
    {
        WriteHeader("r 1 250 2", "r.dat 16 200 12 0 1 4 0 II");
        File.WriteAllBytes(folder["r.dat"], [1, 0, 2, 0]);

        Assert.Contains("signal 0 ('II') of 'r', in 'r.dat'. Got 3. Expected " +
        "4", Assert.Throws<InvalidDataException>(() => WfdbRecord.Read(folder["r"])).Message);
    }

    [Fact]
    public void Read_TruncatedOrMissingFile_IsRefusedWithoutMuchMemory()
    {
        WriteHeader("r 1 250 2000000000", "r.dat 212");
        Assert.Contains("r.dat", Assert.Throws<FileNotFoundException>(() => WfdbRecord.Read(folder["r"])).Message);
        File.WriteAllBytes(folder["r.dat"], [1, 2, 3]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains("truncated. Got 3 bytes, 2 " +
        "samples", Assert.Throws<InvalidDataException>(() => WfdbRecord.Read(folder["r"])).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData("r 1 250 2|r.dat 508", "line 2. Got the format 508. Expected one of 0, 8, 16, 24, 32, 61, 80, 160, 212, 310, 311")]
    [InlineData("r 1 250 2|r.dat 16y4", "Got the format '16y4'")]
    [InlineData("r 1 250 2|r.dat 16x999999", "Got the frame 999999")]
    [InlineData("r 1 250 2|r.dat 16:99999999999", "Got the skew 99999999999")]
    [InlineData("r 1 250/x 2|r.dat 16", "Got the counter frequency '250/x'")]
    [InlineData("r 1 250 2|../r.dat 16", "Got the file '../r.dat'")]
    [InlineData("r/3 1 250 2|r.dat 16", "several segments")]
    [InlineData("r 1 250 2|r.dat 16 x", "Got the gain 'x'")]
    [InlineData("r 1 250 2|r.dat 16 200(x)", "Got the baseline 'x'")]
    [InlineData("r 1 250 2|r.dat 16 200 12 0 0 99999", "Got the checksum '99999'")]
    [InlineData("r 1 -5 2|r.dat 16", "line 1. Got the sampling frequency '-5'")]
    [InlineData("r x|r.dat 16", "Got the number of signals 'x'")]
    [InlineData("r", "Got no number of signals")]
    [InlineData("r 1 250 2|r.dat 16|r.dat 16", "line 3. Got one more line")]
    [InlineData("r 1 250 2|r.dat", "Got 'r.dat'. Expected a file and a format")]
    [InlineData("", "Got no record line")]
    [InlineData("r 2 250 1|r.dat 16|r.dat 212", "in one file differ in format")]
    public void Read_BrokenOrUnsupportedHeader_SaysWhere(string lines, string expected)
    {
        WriteHeader(lines.Split('|'));
        File.WriteAllBytes(folder["r.dat"], new byte[64]);

        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => WfdbRecord.Read(folder["r"])).Message);
    }

    private static string Lines(string line, params string[] names) =>
        string.Join('|', names.Select(name => string.Format(System.Globalization.CultureInfo.InvariantCulture, line, name)));

    private static int Sum(params int[] samples) => (short)samples.Sum();

    private void WriteHeader(params string[] lines) => File.WriteAllLines(folder["r.hea"], lines);
}
