using Tutti.Learning.Data.Sources.Tables;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Data.Sources.Tables;

public sealed class UcrFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("1,0.5,-2\n-1,3,4\n")]
    [InlineData("1\t0.5\t-2\n-1\t3\t4")]
    [InlineData("   1.0000000e+00   5.0000000e-01  -2.0000000e+00\r\n  -1.0000000e+00   3  4  \r\n\r\n")]
    public void Read_AnySeparator_GivesSeriesAndClasses(string text)
    {
        var table = UcrFile.Read(Write(text));

        Assert.Equal([0.5f, -2, 3, 4], table.Values);
        Assert.Equal(["-1", "1"], table.ClassNames!);
        Assert.Equal([1, 0], table.Labels!);
    }

    [Theory]
    [InlineData("1,2\n1,2,3\n", "line 2, column 3. Got 2 values. Expected 1")]
    [InlineData("1,2\n1\n", "line 2, column 2. Got 0 values")]
    [InlineData("1,2\n1,x\n", "line 2, column 2. Got 'x'. Expected a number")]
    [InlineData("a,2\n", "line 1, column 1. Got 'a'. Expected a class number")]
    [InlineData("1,NaN\n", "line 1, column 2. Got 'NaN'")]
    public void Read_BrokenLine_SaysWhere(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => UcrFile.Read(Write(text))).Message);

    [Fact]
    public void Read_MissingValuesAllowed_BecomeNaN() =>
        Assert.Equal([2, float.NaN], UcrFile.Read(Write("1,2,NaN\n"), MissingValues.KeepAsNaN).Values);

    [Fact]
    public void Read_LineWithoutEnd_TakesNoEndlessMemory()
    {
        var path = folder["endless"];
        using (var file = File.Create(path)) file.SetLength(40 << 20);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains("too long", Assert.Throws<InvalidDataException>(() => UcrFile.Read(path)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40 << 20);
    }

    [Fact]
    public void Ecg5000_RealFolder_PoolsAllBeats()
    {
        var table = Ecg5000Folder.Read(TestData.Folder("ecg5000"));

        Assert.Equal((5000, 140), (table.RowCount, table.ColumnCount));
        Assert.Equal(["normal", "anomalous"], table.ClassNames!);
        Assert.Equal(292 + 2627, table.Labels!.Count(label => label == 0));
        // Every row is z-normalised.
        for (var row = 0; row < table.RowCount; row++) Assert.Equal(0, table.Row(row).ToArray().Average(), 1e-5);
    }

    [Fact]
    public void Ecg5000_OriginalTestFile_IsTakenWherePresent()
    {
        var beat = string.Join(' ', Enumerable.Repeat("0.5", 140));
        File.WriteAllText(folder["ECG5000_TRAIN.txt"], $"1 {beat}\n3 {beat}\n");
        File.WriteAllText(folder["ECG5000_TEST.txt"], $"5 {beat}\n1 {beat}\n");

        Assert.Equal([0, 1, 1, 0], Ecg5000Folder.Read(folder.Path).Labels!);

        File.WriteAllText(folder["ECG5000_TEST.txt"], $"6 {beat}\n");
        Assert.Contains("Got 6", Assert.Throws<InvalidDataException>(() => Ecg5000Folder.Read(folder.Path)).Message);
        File.Delete(folder["ECG5000_TEST.txt"]);
        Assert.Throws<FileNotFoundException>(() => Ecg5000Folder.Read(folder.Path));
    }

    private string Write(string text)
    {
        var path = folder["series.txt"];
        File.WriteAllText(path, text);
        return path;
    }
}
