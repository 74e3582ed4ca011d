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
        short[] samples = [.. new short[] { -2047, 2047, -1, 0, 1024, -1024, 5 }[..count]];
        WriteHeader($"r 1 250 {count}", $"r.dat 212 100(10)/uV 12 0 {samples[0]} {Sum(samples)} 0 a lead");
        File.WriteAllBytes(folder["r.dat"], Pack212(samples));

        var record = WfdbRecord.Read(folder["r"]);

        Assert.Equal(samples, record.Samples(0).ToArray());
        Assert.Equal(samples.Select(sample => (sample - 10) / 100f), record.ToPhysical(0));
        var signal = record.Header.Signals[0];
        Assert.Equal((100.0, 10, "uV", "a lead"), (signal.Gain, signal.Baseline, signal.Units, signal.Description));
    }

    [Theory]
    [InlineData(212)]
    [InlineData(16)]
    public void Read_MoreThanAChunk_OfThreeSignals_KeepsThemApart(int format)
    {
        short[] samples = [.. Enumerable.Range(0, 3 * 33_333).Select(index => (short)(index % 4093 - 2046))];
        WriteHeader("r 3 250 33333", $"r.dat {format}", $"r.dat {format}", $"r.dat {format}");
        File.WriteAllBytes(folder["r.dat"], format == 212 ? Pack212(samples) : [.. samples.SelectMany(BitConverter.GetBytes)]);

        var record = WfdbRecord.Read(folder["r"]);

        for (var signal = 0; signal < 3; signal++)
            Assert.True(record.Samples(signal).SequenceEqual(samples.Where((_, index) => index % 3 == signal).ToArray()));
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
    [InlineData("r 1 250 2|r.dat 310", "line 2. Got the format 310. Expected 16 or 212")]
    [InlineData("r 1 250 2|r.dat 16x4", "Got 4 samples a frame")]
    [InlineData("r 1 250 2|r.dat 16:7", "Got a skew of 7")]
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

    private static int Sum(short[] samples) => (short)samples.Sum(sample => sample);

    private static byte[] Pack212(short[] samples)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < samples.Length; i += 2)
        {
            var (first, second) = (samples[i] & 0xFFF, i + 1 < samples.Length ? samples[i + 1] & 0xFFF : 0);
            bytes.AddRange([(byte)first, (byte)(first >> 8 | second >> 8 << 4)]);
            if (i + 1 < samples.Length) bytes.Add((byte)second);
        }
        return [.. bytes];
    }

    private void WriteHeader(params string[] lines) => File.WriteAllLines(folder["r.hea"], lines);
}
