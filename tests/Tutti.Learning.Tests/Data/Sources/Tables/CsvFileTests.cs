using System.Globalization;
using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tutti.Learning.Data.Sources.Tables;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Data.Sources.Tables;

public sealed class CsvFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_HeaderAndLabelByName_GivesColumnsAndClasses()
    {
        var table = CsvFile.Read(Write("a,\"kind, of\",b\n1,x,2.5\n-3e2,y,4\n5,x,6\n"), new CsvOptions { LabelColumn = "kind, of" });

        Assert.Equal(["a", "b"], table.ColumnNames);
        Assert.Equal([1, 2.5f, -300, 4, 5, 6], table.Values);
        Assert.Equal([0, 1, 0], table.Labels!);
        Assert.Equal(["x", "y"], table.ClassNames!);
        Assert.Equal([-300f, 4], table.Row(1).ToArray());
    }

    [Theory]
    [InlineData("patient")]
    [InlineData("1")]
    public void Read_GroupColumn_IsNoValueAndMayBeText(string group)
    {
        var table = CsvFile.Read(Write("a,patient,kind\n1,p2,x\n2,p1,y\n3,p2,x\n"), new CsvOptions { LabelColumn = "kind", GroupColumn = group });

        Assert.Equal(["a"], table.ColumnNames);
        Assert.Equal([1f, 2, 3], table.Values);
        Assert.Equal([1, 0, 1], table.Groups!);
        Assert.Equal(["p1", "p2"], table.GroupNames!);
    }

    [Fact]
    public void Read_GroupColumnByNumber_NeedsNoHeader() =>
        Assert.Equal([0, 1, 0], CsvFile.Read(Write("p,1,x\nq,2,y\np,3,x\n"), new CsvOptions { LabelIndex = -1, GroupColumn = "0" }).Groups!);

    [Fact]
    public void Read_MissingGroup_IsRefusedOrDropsTheRow()
    {
        var path = Write("a,g\n1,p\n2,\n3,q\n");

        Assert.Contains("Expected a group", Assert.Throws<InvalidDataException>(() => CsvFile.Read(path, new CsvOptions { GroupColumn = "g" })).Message);
        var table = CsvFile.Read(path, new CsvOptions { GroupColumn = "g", MissingValues = MissingValues.DropRow });
        Assert.Equal([1f, 3], table.Values);
        Assert.Equal([0, 1], table.Groups!);
    }

    [Fact]
    public void Read_ImpossibleGroupColumn_IsRefused()
    {
        var path = Write("a,group\n1,2\n");

        Assert.Contains("Did you mean 'group'", Assert.Throws<ArgumentException>(() => CsvFile.Read(path, new CsvOptions { GroupColumn = "gruop" })).Message);
        Assert.Contains("label and the group", Assert.Throws<ArgumentException>(
            () => CsvFile.Read(path, new CsvOptions { LabelIndex = -1, GroupColumn = "group" })).Message);
        Assert.Throws<ArgumentException>(() => CsvFile.Read(path, new CsvOptions { GroupColumn = "2" }));
        Assert.Contains("no header", Assert.Throws<ArgumentException>(
            () => CsvFile.Read(path, new CsvOptions { HasHeader = false, GroupColumn = "group" })).Message);
    }

    [Theory]
    [InlineData("1,2\n3,4", null, 2)]
    [InlineData("1,2\r\n\r\n3,4\r\n", null, 2)]
    [InlineData("\uFEFFa,b\n3,4\n", null, 1)]
    [InlineData("1,2\n3,4\n", true, 1)]
    [InlineData("a,b\n", null, 0)]
    [InlineData("", null, 0)]
    public void Read_WithOrWithoutHeader_IsFoundOut(string text, bool? hasHeader, int rows)
    {
        var table = CsvFile.Read(Write(text), new CsvOptions { HasHeader = hasHeader });

        Assert.Equal(rows, table.RowCount);
        Assert.Equal(rows * table.ColumnCount, table.Values.Length);
        if (text.StartsWith('\uFEFF')) Assert.Equal(["a", "b"], table.ColumnNames);
    }

    [Theory]
    [InlineData(ClassOrder.Sorted, new[] { "-1", "2", "10" }, new[] { 2, 0, 1, 0 })]
    [InlineData(ClassOrder.Appearance, new[] { "10", "-1", "2" }, new[] { 0, 1, 2, 1 })]
    public void Read_Labels_AreNumberedInTheWantedOrder(ClassOrder order, string[] names, int[] labels)
    {
        var table = CsvFile.Read(Write("0;10\n0;-1\n0;2\n0;-1\n"), new CsvOptions { Delimiter = ';', LabelIndex = -1, ClassOrder = order });

        Assert.Equal(names, table.ClassNames!);
        Assert.Equal(labels, table.Labels!);
    }

    // What pandas writes for columns without names.
    [Theory]
    [InlineData("0,1,2,kind\n5,6,7,a\n", -1, 1)]
    [InlineData(",0,1,2,kind\n0,5,6,7,a\n", -1, 1)]
    [InlineData("kind,0,1,2\na,5,6,7\n", 0, 1)]
    [InlineData("0,1,2,3\n5,6,7,4\n", -1, 2)]
    [InlineData("0,1,kind\n5,6,a\n", -1, 2)]
    [InlineData("0,1,3,kind\n5,6,7,a\n", -1, 2)]
    public void Read_NumbersThatCountColumns_AreAHeaderWhereTheLabelIsAName(string text, int label, int rows)
    {
        var options = new CsvOptions { LabelIndex = label, MissingValues = MissingValues.KeepAsNaN };

        Assert.Equal(rows, CsvFile.Read(Write(text), options).RowCount);
    }

    [Fact]
    public void Read_LabelsThatAreNotUtf8_AreRefused()
    {
        File.WriteAllBytes(folder["latin.csv"], Encoding.Latin1.GetBytes("1,grün\n2,grön\n"));

        var error = Assert.Throws<InvalidDataException>(() => CsvFile.Read(folder["latin.csv"], new CsvOptions { LabelIndex = -1 }));

        Assert.Contains("line 1, column 2", error.Message);
        Assert.Contains("a label in UTF-8", error.Message);
    }

    [Fact]
    public void Read_TextLabelsInAFileWithoutHeader_AreNoHeader()
    {
        var table = CsvFile.Read(Write("yes,1\nno,2\n"), new CsvOptions { LabelIndex = 0 });

        Assert.Equal(2, table.RowCount);
        Assert.Equal(["no", "yes"], table.ClassNames!);
    }

    [Fact]
    public void Read_MissingValues_FollowThePolicy()
    {
        var path = Write("1,,a\n2,NA,\n3,4,b\n");

        Assert.Contains("line 1, column 2", Broken(path, new CsvOptions { LabelIndex = 2, HasHeader = false }));
        var dropped = CsvFile.Read(path, new CsvOptions { LabelIndex = 2, HasHeader = false, MissingValues = MissingValues.DropRow });
        Assert.Equal([3f, 4], dropped.Values);
        Assert.Equal(["b"], dropped.ClassNames!);
        Assert.Contains("line 2, column " +
        "3", Broken(path, new CsvOptions { LabelIndex = 2, HasHeader = false, MissingValues = MissingValues.KeepAsNaN }));
        var kept = CsvFile.Read(Write("1,\n?,2\n"), new CsvOptions { HasHeader = false, MissingValues = MissingValues.KeepAsNaN });
        Assert.Equal([1, float.NaN, float.NaN, 2], kept.Values);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4x\n", "line 3, column 2 ('b'). Got '4x'. Expected a number")]
    [InlineData("1,2\n3\n", "line 2, column 2. Got 1 fields: '3'. Expected 2")]
    [InlineData("1,2\n3,4,5\n", "line 2, column 3. Got 3 fields")]
    [InlineData("1,2\n3,1e99\n", "line 2, column 2. Got '1e99'. Expected a finite number in the range of a float")]
    [InlineData("1,2\n3,Infinity\n", "line 2, column 2. Got 'Infinity'")]
    [InlineData("1,2\n\"3,4\n", "line 2")]
    [InlineData("1,2\n3,1.234.5\n", "Got '1.234.5'")]
    public void Read_BrokenRow_SaysFileLineColumnAndText(string text, string expected)
    {
        var path = Write(text);

        var message = Broken(path, null);

        Assert.Contains(expected, message);
        Assert.Contains(path, message);
    }

    [Fact]
    public void Read_WrongOptions_AreRefused()
    {
        var path = Write("a,b\n1,2\n");

        Assert.Contains("Did you mean " +
        "'b'?", Assert.Throws<ArgumentException>(() => CsvFile.Read(path, new CsvOptions { LabelColumn = "bb" })).Message);
        Assert.Contains("number 2 of " +
        "2", Assert.Throws<ArgumentException>(() => CsvFile.Read(path, new CsvOptions { LabelIndex = 2 })).Message);
        var both = new CsvOptions { LabelIndex = 0, LabelColumn = "a", Delimiter = '"' };
        var message = Assert.Throws<ArgumentException>(() => CsvFile.Read(path, both)).Message;
        Assert.Contains("both", message);
        Assert.Contains("delimiter", message);
    }

    [Fact]
    public void Read_Gzip_IsUnpackedAndDamageIsReported()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            for (var row = 0; row < 20_000; row++) gzip.Write(Encoding.ASCII.GetBytes($"{row},{row * 7919 % 10007}\n"));
        var path = folder["a.csv.gz"];
        File.WriteAllBytes(path, packed.ToArray());
        Assert.Equal(20_000, CsvFile.Read(path).RowCount);

        var damaged = packed.ToArray();
        damaged.AsSpan(damaged.Length / 2, 200).Fill(0xFF);
        File.WriteAllBytes(path, damaged);
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => CsvFile.Read(path)).Message);
    }

    [Fact]
    public void Read_AnyNumbers_GivesThemBack()
    {
        var rows = Gen.Choose(1, 5).SelectMany(width =>
            ArbMap.Default.GeneratorFor<float>().Where(float.IsFinite)
                .ArrayOf(width).ListOf().Select(list => (width, list: list.ToArray())));
        Prop.ForAll(rows.ToArbitrary(), table =>
        {
            var lines = table.list.Select(row => row.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
            var text = string.Concat(lines.Select(fields => string.Join(',', fields) + "\n"));
            var read = CsvFile.Read(Write(text), new CsvOptions { HasHeader = false });
            return read.RowCount == table.list.Length && read.Values.SequenceEqual(table.list.SelectMany(row => row));
        }).QuickCheckThrowOnFailure();
    }

    private static string Broken(string path, CsvOptions? options) =>
        Assert.Throws<InvalidDataException>(() => CsvFile.Read(path, options)).Message;

    private string Write(string text)
    {
        var path = folder["table.csv"];
        File.WriteAllText(path, text);
        return path;
    }
}
