using Tutti.Learning.Data.Sources.Tables;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Data.Sources.Tables;

public sealed class DigitsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_BundledFile_IsScikitLearnsDigits()
    {
        var table = DigitsFile.Read(Path.Combine(AppContext.BaseDirectory, "data", "digits", "digits.csv.gz"));

        Assert.Equal((1797, 64, 10), (table.RowCount, table.ColumnCount, table.ClassNames!.Count));
        var counts = table.Labels!.CountBy(label => label).OrderBy(pair => pair.Key).Select(pair => pair.Value);
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], counts);
        Assert.Equal([0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0], table.Row(0)[..16].ToArray());
        Assert.Equal(561_718, table.Values.Sum(value => (double)value));
    }

    [Theory]
    [InlineData("17", "0", "row 1, column 1. Got 17")]
    [InlineData("-1", "0", "row 1, column 1. Got -1")]
    [InlineData("0.5", "0", "row 1, column 1. Got 0.5")]
    [InlineData("0", "10", "row 1, column 65. Got 10")]
    public void Read_ImpossibleValue_IsRefused(string first, string digit, string expected)
    {
        File.WriteAllText(folder["digits.csv"], $"{first},{string.Join(',', Enumerable.Repeat(0, 63))},{digit}\n");

        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => DigitsFile.Read(folder["digits.csv"])).Message);
    }
}
