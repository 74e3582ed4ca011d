using Tutti.Learning.Data.Sources.Tables;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Data.Sources.Tables;

public sealed class CovertypeFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_RealSample_HasUcisShape()
    {
        var table = CovertypeFile.Read(Path.Combine(TestData.Folder("covtype"), "covtype.data.gz"));

        Assert.Equal((92_962, 54), (table.RowCount, table.ColumnCount));
        Assert.Equal(7, table.Labels!.Distinct().Count());
        for (var row = 0; row < table.RowCount; row++)
        {
            // One wilderness area and one type of soil each.
            var values = table.Row(row);
            Assert.Equal(1, values[10] + values[11] + values[12] + values[13]);
            Assert.Equal(1, values[14..].ToArray().Sum());
        }
    }

    [Fact]
    public void Read_OneRow_NumbersClassesFromZero()
    {
        File.WriteAllText(folder["covtype.data"], string.Join(',', Enumerable.Range(0, 54)) + ",7\n");

        var table = CovertypeFile.Read(folder["covtype.data"]);

        Assert.Equal([6], table.Labels!);
        Assert.Equal("Krummholz", table.ClassNames![6]);
        Assert.Equal("Soil_Type40", table.ColumnNames[53]);
        Assert.Equal(53, table.Values[53]);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("8")]
    [InlineData("1.5")]
    public void Read_ImpossibleClass_IsRefused(string label)
    {
        File.WriteAllText(folder["covtype.data"], string.Join(',', Enumerable.Range(0, 54)) + $",{label}\n");

        Assert.Contains($"row 1, column 55. Got " +
        $"{label}", Assert.Throws<InvalidDataException>(() => CovertypeFile.Read(folder["covtype.data"])).Message);
    }

    [Fact]
    public void Read_OtherColumns_AreRefused()
    {
        File.WriteAllText(folder["covtype.data"], "1,2,3\n");

        Assert.Contains("Got 3. Expected " +
        "54", Assert.Throws<InvalidDataException>(() => CovertypeFile.Read(folder["covtype.data"])).Message);
    }
}
