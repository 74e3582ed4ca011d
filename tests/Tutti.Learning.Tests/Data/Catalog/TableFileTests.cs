using Tutti.Learning.Data;
using Tutti.Learning.Data.Catalog;
using Tutti.Learning.Data.Sources.Arrays;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Data.Catalog;

public sealed class TableFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Load_CsvWithNamedLabel_SplitsByClassAndStandardisesColumns()
    {
        WriteCsv("colour,size,weight", row => $"{(row % 4 == 0 ? "red" : "blue")},{row},{100 * row}");

        var splits = await LoadAsync("table.csv", new TableOptions { LabelColumn = "colour" });

        Assert.Equal((32, 8, "table.csv/train"), (splits.Train.Count, splits.Test.Count, splits.Train.Name));
        Assert.Equal(["blue", "red"], splits.Train.ClassNames);
        Assert.Equal([6, 2], splits.Test.CountClasses());
        var values = new float[64];
        splits.Train.CopySamples([.. Enumerable.Range(0, 32)], values);
        for (var column = 0; column < 2; column++)
        {
            var own = Enumerable.Range(0, 32).Select(row => (double)values[2 * row + column]).ToArray();
            Assert.Equal(0, own.Average(), 1e-5);
            Assert.Equal(1, own.Average(value => value * value), 1e-4);
        }
    }

    [Fact]
    public async Task Load_CsvWithoutLabelOption_TakesTheLastColumn()
    {
        WriteCsv("size,weight,colour", row => $"{row},{100 * row},{row % 2}");

        var splits = await LoadAsync("table.csv", new TableOptions { TestShare = 0.5 });

        Assert.Equal((20, 20, 2), (splits.Train.Count, splits.Test.Count, splits.Train.ClassCount));
        Assert.Equal([2], splits.Train.SampleShape.ToArray());
    }

    [Fact]
    public async Task Load_Npz_KeepsTheSamplesShapeAndValues()
    {
        var x = new float[20 * 6];
        for (var i = 0; i < x.Length; i++) x[i] = i / 6 % 2 == 0 ? 1 : 5;
        NpzFile.Write(folder["set.npz"], new Dictionary<string, NumericArray>
        {
            ["x"] = NumericArray.From(x, [20, 2, 3]), ["y"] = NumericArray.From([.. Enumerable.Range(0, 20).Select(row => row % 2 == 0 ? 3L : 7L)], [20]),
        });

        var splits = await LoadAsync("set.npz", null);

        Assert.Equal([2, 3], splits.Train.SampleShape.ToArray());
        Assert.Equal(["3", "7"], splits.Train.ClassNames);
        var (sample, label) = (new float[6], new long[1]);
        splits.Train.CopySamples([0], sample);
        splits.Train.CopyLabels([0], label);
        Assert.All(sample, value => Assert.Equal(label[0] == 0 ? 1 : 5, value));
    }

    [Fact]
    public async Task Load_MatWithoutLabels_NamesTheVariables()
    {
        MatFile.Write(folder["set.mat"], [MatVariable.Of("x", NumericArray.From(new double[6], [3, 2]))]);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => LoadAsync("set.mat", null));

        Assert.Contains("has no variable 'y'. Got x.", error.Message);
    }

    [Fact]
    public async Task Load_MatWithOtherVariables_LooksAtXAndYOnly()
    {
        MatFile.Write(folder["set.mat"],
        [
            MatVariable.Of("note", "hello"), MatVariable.Of("x", NumericArray.From(new double[20], [10, 2])),
            MatVariable.Of("y", NumericArray.From(new double[10], [1, 10])),
        ]);

        Assert.Equal((8, 2), ((await LoadAsync("set.mat", null)).Train.Count, (await LoadAsync("set.mat", null)).Test.Count));
    }

    [Fact]
    public async Task Load_MatWithTextForX_SaysThatNumbersAreExpected()
    {
        MatFile.Write(folder["set.mat"], [MatVariable.Of("x", "hello"), MatVariable.Of("y", NumericArray.From(new double[5], [1, 5]))]);

        Assert.Contains("the variable 'x' of", (await Assert.ThrowsAsync<InvalidDataException>(() => LoadAsync("set.mat", null))).Message);
    }

    [Theory]
    [InlineData("", "0 rows of 0 values in 0 classes")]
    [InlineData("a,b\n", "0 rows of 1 values in 0 classes")]
    [InlineData("1;2\n3;4\n", "2 rows of 0 values in 2 classes")]
    public async Task Load_CsvWithoutSamples_SaysWhatItHas(string text, string expected)
    {
        File.WriteAllText(folder["table.csv"], text);

        Assert.Contains(expected, (await Assert.ThrowsAsync<InvalidDataException>(() => LoadAsync("table.csv", null))).Message);
    }

    [Theory]
    [InlineData(0, double.NaN, "y of")]
    [InlineData(0.5, 1, "y of")]
    [InlineData(0, 1, null)]
    public async Task Load_Classes_AreWholeNumbers(double first, double second, string? refused)
    {
        double[] y = [first, second, first, second];
        NpzFile.Write(folder["set.npz"], new Dictionary<string, NumericArray>
        {
            ["x"] = NumericArray.From(new float[4], [4, 1]), ["y"] = NumericArray.From(y, [4]),
        });

        if (refused is null) Assert.Equal(["0", "1"], (await LoadAsync("set.npz", null)).Train.ClassNames);
        else Assert.Contains(refused, (await Assert.ThrowsAsync<InvalidDataException>(() => LoadAsync("set.npz", null))).Message);
    }

    [Fact]
    public async Task Load_AVectorOfSamples_IsAColumn()
    {
        NpzFile.Write(folder["set.npz"], new Dictionary<string, NumericArray>
        {
            ["x"] = NumericArray.From(new float[4], [4]), ["y"] = NumericArray.From([0, 1, 0, 1], [4, 1]),
        });

        var splits = await LoadAsync("set.npz", null);

        Assert.Equal([1], splits.Train.SampleShape.ToArray());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(1e300)]
    public async Task Load_ValuesThatAreNoFiniteFloats_AreRefused(double value)
    {
        NpzFile.Write(folder["set.npz"], new Dictionary<string, NumericArray>
        {
            ["x"] = NumericArray.From([0.0, 1, 2, value], [2, 2]), ["y"] = NumericArray.From([0, 1], [2]),
        });

        Assert.Contains("in row 1", (await Assert.ThrowsAsync<InvalidDataException>(() => LoadAsync("set.npz", null))).Message);
    }

    [Fact]
    public async Task Load_ALabelColumnOfWhatHasNone_IsRefused()
    {
        MatFile.Write(folder["set.mat"], []);
        var options = new TableOptions { LabelColumn = "kind" };

        Assert.Contains("only CSV", (await Assert.ThrowsAsync<ArgumentException>(() => LoadAsync("set.mat", options))).Message);
        foreach (var table in new[] { options, new TableOptions { TestShare = 0.5 } })
            Assert.Contains("its own classes", (await Assert.ThrowsAsync<ArgumentException>(() => new DataCatalog().LoadAsync("digits", table))).Message);
    }

    [Fact]
    public async Task Load_AsAnotherTable_UsesItsColumnsAndClasses()
    {
        WriteCsv("size,weight,colour", row => $"{row},{100 * row},{(row % 4) switch { 0 => "red", 1 => "green", _ => "blue" }}");
        var learned = await LoadAsync("table.csv", null);
        WriteCsv("size,weight,colour", row => $"{row + 1000},{100 * row},{(row % 2 == 0 ? "red" : "green")}");
        var options = new TableOptions { Classes = learned.Train.ClassNames, Columns = learned.Columns };

        var other = await LoadAsync("table.csv", options);

        Assert.Equal(["blue", "green", "red"], other.Train.ClassNames);
        Assert.Equal([0, 16, 16], other.Train.CountClasses());
        var value = new float[2];
        other.Train.CopySamples([0], value);
        Assert.True(value[0] > 50, "shifted by far more than a deviation of the learned table");
        Assert.Equal(learned.Columns!.Means, other.Columns!.Means);
        WriteCsv("size,weight,colour", row => $"{row},{100 * row},{(row % 2 == 0 ? "red" : "grean")}");
        Assert.Contains("Did you mean 'green'?", (await Assert.ThrowsAsync<InvalidDataException>(() => LoadAsync("table.csv", options))).Message);
        WriteCsv("size,colour", row => $"{row},red");
        Assert.Contains("Expected 2", (await Assert.ThrowsAsync<InvalidDataException>(() => LoadAsync("table.csv", options))).Message);
    }

    [Fact]
    public async Task Load_AsADataSetWithNames_TakesNumbersForItsClasses()
    {
        WriteCsv("size,weight,kind", row => $"{row},1,{(row % 2 == 0 ? "2" : "0")}");

        var splits = await LoadAsync("table.csv", new TableOptions { Classes = ["ant", "bee", "cat"] });

        Assert.Equal([16, 0, 16], splits.Train.CountClasses());
    }

    [Fact]
    public async Task Load_ABrokenRow_NamesFileLineAndColumn()
    {
        WriteCsv("size,weight,colour", row => row == 7 ? "7,heavy,1" : $"{row},{100 * row},{row % 2}");

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => LoadAsync("table.csv", null));

        Assert.Contains("table.csv", error.Message);
        Assert.Contains("line 9", error.Message);
        Assert.Contains("heavy", error.Message);
    }

    [Theory]
    [InlineData("table.pdf", "is no table")]
    [InlineData("absent/table.csv", "no such folder or file")]
    public async Task Load_NoTable_SaysWhatIsExpected(string name, string expected)
    {
        File.WriteAllText(folder["table.pdf"], "");

        Assert.Contains(expected, (await Assert.ThrowsAsync<ArgumentException>(() => LoadAsync(name, null))).Message);
    }

    [Theory]
    [InlineData("digits", 1_437, 360, 10)]
    [InlineData("ecg5000", 4_000, 1_000, 2)]
    [InlineData("covtype", 74_369, 18_593, 7)]
    public async Task Load_KnownTable_HasItsRowsOnceAndTheSameDigestAlways(string name, int train, int test, int classes)
    {
        // Only digits come with Tutti.
        if (name != "digits") TestData.Folder(name);
        var catalog = new DataCatalog(DataCatalogOptions.FromEnvironment(TestData.Root));

        var (first, second) = (await catalog.LoadAsync(name), await catalog.LoadAsync(name));

        Assert.Equal((train, test, classes), (first.Train.Count, first.Test.Count, first.Train.ClassCount));
        Assert.Equal((first.Train.Digest, first.Test.Digest), (second.Train.Digest, second.Test.Digest));
        Assert.Equal(Enumerable.Range(0, classes), Enumerable.Range(0, classes).Where(label => first.Test.CountClasses()[label] > 0));
    }

    private void WriteCsv(string header, Func<int, string> row) =>
        File.WriteAllLines(folder["table.csv"], [header, .. Enumerable.Range(0, 40).Select(row)]);

    private Task<ClassificationSplits> LoadAsync(string name, TableOptions? options) =>
        new DataCatalog(new DataCatalogOptions { MayDownload = false }).LoadAsync(folder[name], options);
}
