using Tutti.Learning.Data;
using Tutti.Learning.Data.Catalog;
using Tutti.Learning.Data.Sources;
using Tutti.Learning.Data.Sources.Tables;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Data.Catalog;

public sealed class KnownDatasetsTests
{
    [Fact]
    public void Bundled_IsWhatItsDescriptionSays() => AssertDescribed(
        "fashion-mnist-10k", Path.Combine(AppContext.BaseDirectory, "data", "fashion-mnist-10k"),
        [942, 1027, 1016, 1019, 974, 989, 1021, 1022, 990, 1000], [200, 203, 214, 190, 219, 195, 197, 200, 194, 188]);

    [Fact]
    public void Mnist_IsWhatItsDescriptionSays() => AssertDescribed(
        "mnist", TestData.Folder("mnist"),
        [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);

    [Fact]
    public void FashionMnist_IsWhatItsDescriptionSays() => AssertDescribed(
        "fashion-mnist", TestData.SystemFolder("fashion-mnist"), [.. Enumerable.Repeat(6000, 10)], [.. Enumerable.Repeat(1000, 10)]);

    [Fact]
    public void Bundled_IsTheStartOfFashionMnist()
    {
        var whole = TestData.SystemFolder("fashion-mnist");
        var bundled = Path.Combine(AppContext.BaseDirectory, "data", "fashion-mnist-10k");

        foreach (var part in new[] { "train", "t10k" })
        {
            var pixels = IdxFile.ReadImages(Path.Combine(bundled, $"{part}-images-idx3-ubyte.gz")).Pixels;
            var labels = IdxFile.ReadLabels(Path.Combine(bundled, $"{part}-labels-idx1-ubyte.gz"));
            Assert.True(pixels.AsSpan().SequenceEqual(
                IdxFile.ReadImages(Path.Combine(whole, $"{part}-images-idx3-ubyte.gz")).Pixels.AsSpan(0, pixels.Length)));
            Assert.Equal(labels, IdxFile.ReadLabels(Path.Combine(whole, $"{part}-labels-idx1-ubyte.gz"))[..labels.Length]);
        }
    }

    // The constants are those of the training rows, for values that are not scaled to [0, 1] first.
    [Fact]
    public void Digits_AreStandardisedByTheirTrainingPart()
    {
        var description = KnownDatasets.All.Single(known => known.Name == "digits");
        var table = DigitsFile.Read(Path.Combine(AppContext.BaseDirectory, "data", "digits", "digits.csv.gz"));
        var splits = TableLayout.Split("digits", table, description.SampleShape, Standardization.None, 0.2, null);

        var values = new float[splits.Train.Count * 64];
        splits.Train.CopySamples([.. Enumerable.Range(0, splits.Train.Count)], values);
        var mean = values.Average(value => (double)value);
        var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));

        Assert.Equal(description.Standardization, new Standardization((float)Math.Round(mean, 4), (float)Math.Round(deviation, 4)));
        Assert.Equal((description.TrainCount, description.TestCount), (splits.Train.Count, splits.Test.Count));
    }

    private static void AssertDescribed(string name, string folder, int[] trainClasses, int[] testClasses)
    {
        var description = KnownDatasets.All.Single(known => known.Name == name);

        // Loading by description checks the pinned checksums.
        var splits = IdxFolder.Load(folder, description);
        var computed = IdxFolder.Load(folder, null);

        Assert.Equal((description.TrainCount, description.TestCount), (splits.Train.Count, splits.Test.Count));
        Assert.Equal(description.SampleShape, splits.Train.SampleShape);
        Assert.Equal(description.Standardization, computed.Train.Standardization);
        Assert.Equal(computed.Train.Digest, splits.Train.Digest);
        Assert.Equal(trainClasses, splits.Train.CountClasses());
        Assert.Equal(testClasses, splits.Test.CountClasses());
        foreach (var file in description.Files)
            Assert.Equal(file.Bytes, (file.Name.StartsWith("train", StringComparison.Ordinal) ? splits.Train.Count : splits.Test.Count)
                * (file.Name.Contains("images") ? 784L : 1) + (file.Name.Contains("images") ? 16 : 8));
    }
}
