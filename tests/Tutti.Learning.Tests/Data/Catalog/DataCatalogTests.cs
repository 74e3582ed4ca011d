using System.IO.Compression;
using System.Security.Cryptography;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Catalog;
using Tutti.Learning.Data.Downloads;
using Tutti.Learning.Tests.Data.Downloads;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Data.Catalog;

public sealed class DataCatalogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Load_DefaultName_ReadsTheBundledSetWithNothingElseAround()
    {
        var catalog = new DataCatalog(Nowhere with { BundledFolder = new DataCatalogOptions().BundledFolder });

        var splits = await catalog.LoadAsync(DataCatalog.DefaultName);

        Assert.Equal((10_000, 2_000, "fashion-mnist-10k/train"), (splits.Train.Count, splits.Test.Count, splits.Train.Name));
        Assert.Equal("Ankle boot", splits.Test.ClassNames[9]);
        Assert.Equal(DataCatalog.DefaultName, catalog.Descriptions[0].Name);
    }

    [Fact]
    public void Find_InSeveralPlaces_TakesThemInOrder()
    {
        string[] roots = ["root", "environment", "cache", "system", "bundled"];
        string[] origins = ["--data-root", "TUTTI_DATA", "cache", "system", "bundled"];
        foreach (var root in roots) IdxBytes.WriteFolder(folder[root, "tiny"], [0, 1], [1]);
        var catalog = Catalog(Everywhere);

        for (var index = 0; index < roots.Length; index++)
        {
            Assert.Equal(new DataLocation(folder[roots[index], "tiny"], origins[index]), catalog.Find("tiny"));
            Directory.Delete(folder[roots[index], "tiny"], recursive: true);
        }
        Assert.Null(catalog.Find("tiny"));
    }

    [Fact]
    public void Find_FolderWithoutSomeFiles_LooksFurther()
    {
        IdxBytes.WriteFolder(folder["root", "tiny"], [0], [1]);
        File.Delete(folder["root", "tiny", "t10k-labels-idx1-ubyte.gz"]);
        IdxBytes.WriteFolder(folder["cache", "tiny"], [0], [1]);

        Assert.Equal("cache", Catalog(Everywhere).Find("tiny")!.Origin);
    }

    [Fact]
    public async Task Load_PathOfAFolder_NumbersClassesAndComputesConstants()
    {
        IdxBytes.WriteFolder(folder["mine"], [0, 3, 1], [2, 3]);

        var splits = await Catalog(Nowhere).LoadAsync(folder["mine"]);

        Assert.Equal("mine", splits.Name);
        Assert.Equal(["0", "1", "2", "3"], splits.Train.ClassNames);
        Assert.Equal(Standardization.OfBytes([0, 0, 0, 255, 3, 1, 0, 255, 1, 2, 0, 255]), splits.Train.Standardization);
        Assert.Equal(splits.Train.Standardization, splits.Test.Standardization);
        Assert.Equal([1, 2, 2], splits.Train.SampleShape);
    }

    [Theory]
    [InlineData("minst", "Did you mean 'mnist'?")]
    [InlineData("imagenet", "Expected one of fashion-mnist-10k, fashion-mnist, mnist, digits, covtype, ecg5000.")]
    public async Task Load_UnknownName_HasTheNearestAndTheList(string given, string expected)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => new DataCatalog(Nowhere).LoadAsync(given));

        Assert.Contains($"Got '{given}'", error.Message);
        Assert.Contains(expected, error.Message);
        Assert.Contains("mnist", error.Message);
    }

    [Fact]
    public void Find_PathThatIsNowhere_SaysSo()
    {
        var error = Assert.Throws<ArgumentException>(() => new DataCatalog(Nowhere).Find(folder["absent"]));

        Assert.Contains($"there is no such folder or file. Got '{folder["absent"]}'", error.Message);
    }

    [Fact]
    public void Find_PathWithoutItsFiles_NamesThem()
    {
        IdxBytes.WriteFolder(folder["mine"], [0], [1]);
        File.Delete(folder["mine", "train-images-idx3-ubyte"]);

        var error = Assert.Throws<ArgumentException>(() => new DataCatalog(Nowhere).Find(folder["mine"]));

        Assert.Contains("without train-images-idx3-ubyte", error.Message);
    }

    [Fact]
    public async Task Load_ImagesAndLabelsDiffer_NamesBothCounts()
    {
        IdxBytes.WriteFolder(folder["mine"], [0, 1], [1]);
        File.WriteAllBytes(folder["mine", "train-labels-idx1-ubyte.gz"], IdxBytes.Labels(3, 0, 1, 1));

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => new DataCatalog(Nowhere).LoadAsync(folder["mine"]));

        Assert.Contains("Got 2 images", error.Message);
        Assert.Contains("3 labels", error.Message);
    }

    [Fact]
    public async Task Load_TrainAndTestOfOtherSizes_IsRefused()
    {
        IdxBytes.WriteFolder(folder["mine"], [0], [1]);
        File.WriteAllBytes(folder["mine", "t10k-images-idx3-ubyte"], IdxBytes.Images(1, 1, 3, 1, 2, 3));

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => new DataCatalog(Nowhere).LoadAsync(folder["mine"]));

        Assert.Contains("Got [1, 2, 2] and [1, 1, 3]", error.Message);
    }

    [Theory]
    [InlineData(new byte[] { 0, 1, 255, 2 }, new byte[] { 1 }, "label 2 of the training samples", "Got 255, but only 4 different labels")]
    [InlineData(new byte[] { 0, 1, 2 }, new byte[] { 1, 3 }, "label 1 of the test samples", "Got 3. Expected 0 to 2")]
    public async Task Load_PathWithALabelOutOfRange_NamesIt(byte[] training, byte[] test, string which, string why)
    {
        IdxBytes.WriteFolder(folder["mine"], training, test);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => new DataCatalog(Nowhere).LoadAsync(folder["mine"]));

        Assert.Contains(which, error.Message);
        Assert.Contains(why, error.Message);
    }

    [Fact]
    public async Task Load_NoImages_IsRefused()
    {
        IdxBytes.WriteFolder(folder["mine"], [0], []);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => new DataCatalog(Nowhere).LoadAsync(folder["mine"]));

        Assert.Contains("has no images", error.Message);
    }

    [Fact]
    public async Task Load_KnownNameWithOtherContent_IsAChecksumMismatch()
    {
        IdxBytes.WriteFolder(folder["root", "tiny"], [0, 1, 1], [1]);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Catalog(Everywhere).LoadAsync("tiny"));

        Assert.Contains("checksum mismatch in", error.Message);
        Assert.Contains(folder["root", "tiny", "train-images-idx3-ubyte"], error.Message);
    }

    [Fact]
    public async Task Get_NowhereAndOffline_ListsEveryPlaceTried()
    {
        Directory.CreateDirectory(folder["root", "tiny"]);

        var error = await Assert.ThrowsAsync<FileNotFoundException>(() => Catalog(Everywhere with { MayDownload = false }).GetAsync("tiny"));

        Assert.Contains($"--data-root ({folder["root", "tiny"]}): without train-images-idx3-ubyte", error.Message);
        Assert.Contains($"TUTTI_DATA ({folder["environment", "tiny"]}): no such folder", error.Message);
        Assert.Contains($"cache ({folder["cache", "tiny"]}): no such folder", error.Message);
        Assert.Contains($"system ({folder["system", "tiny"]}): no such folder", error.Message);
        Assert.Contains($"bundled ({folder["bundled", "tiny"]}): no such folder", error.Message);
        Assert.Contains("download: switched off", error.Message);
    }

    [Fact]
    public async Task Get_NoCacheFolder_SaysWhyNothingWasFetched()
    {
        var error = await Assert.ThrowsAsync<FileNotFoundException>(() => Catalog(Nowhere with { CacheFolder = null }, new Uri("http://127.0.0.1:9/")).GetAsync("tiny"));

        Assert.Contains("download: there is no cache folder", error.Message);
    }

    [Fact]
    public async Task Load_FirstAddressFails_FetchesFromTheSecondIntoTheCache()
    {
        IdxBytes.WriteFolder(folder["origin"], [0, 1], [1]);
        await using var broken = new ScriptedServer(_ => new ScriptedServer.Answer(404, [], []));
        await using var server = new ScriptedServer(request => ScriptedServer.Serve(PackedFile(Path.GetFileName(request.Path)), request));
        var catalog = Catalog(Nowhere, broken.Address, server.Address);

        var splits = await catalog.LoadAsync("tiny");

        Assert.Equal((2, 1), (splits.Train.Count, splits.Test.Count));
        Assert.Equal(new DataLocation(folder["cache", "tiny"], "cache"), catalog.Find("tiny"));
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task Get_EveryAddressFails_ListsThem()
    {
        await using var broken = new ScriptedServer(_ => new ScriptedServer.Answer(404, [], []));
        await using var worse = new ScriptedServer(_ => ScriptedServer.Answer.Ok([1, 2, 3]));
        IdxBytes.WriteFolder(folder["origin"], [0, 1], [1]);

        var error = await Assert.ThrowsAsync<FileNotFoundException>(() => Catalog(Nowhere, broken.Address, worse.Address).GetAsync("tiny"));

        Assert.Contains(broken.Address.ToString(), error.Message);
        Assert.Contains("404", error.Message);
        Assert.Contains(worse.Address.ToString(), error.Message);
        Assert.Contains("another content", error.Message);
    }

    [Fact]
    public void Catalog_DataRootIsNowhere_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new DataCatalog(new DataCatalogOptions { DataRoot = folder["absent"] }));

        Assert.Contains(folder["absent"], error.Message);
    }

    private DataCatalogOptions Nowhere => new()
    {
        CacheFolder = folder["cache"],
        SystemFolders = [],
        BundledFolder = folder["bundled"],
        Download = new DownloadOptions { RetryDelay = TimeSpan.FromMilliseconds(1) },
    };

    private DataCatalogOptions Everywhere
    {
        get
        {
            Directory.CreateDirectory(folder["root"]);
            return Nowhere with { DataRoot = folder["root"], EnvironmentRoot = folder["environment"], SystemFolders = [folder["system"]] };
        }
    }

    // A known data set of two training samples of classes 0 and 1 and a test sample of class 1.
    private DataCatalog Catalog(DataCatalogOptions options, params Uri[] addresses)
    {
        IdxBytes.WriteFolder(folder["tiny-as-described"], [0, 1], [1]);
        var files = Directory.GetFiles(folder["tiny-as-described"]).Select(path =>
        {
            var content = path.EndsWith(".gz", StringComparison.Ordinal) ? Unpack(path) : File.ReadAllBytes(path);
            return new DatasetFile(Path.GetFileNameWithoutExtension(path), content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
        });
        return new DataCatalog(options, null, [new DatasetDescription
        {
            Name = "tiny",
            Summary = "",
            Origin = "",
            SampleShape = [1, 2, 2],
            TrainCount = 2,
            TestCount = 1,
            ClassNames = ["a", "b"],
            Standardization = new Standardization(0.5f, 0.5f),
            Files = [.. files],
            Addresses = addresses,
        }]);
    }

    private byte[] PackedFile(string name) => File.Exists(folder["origin", name])
        ? File.ReadAllBytes(folder["origin", name])
        : IdxBytes.Gzip(File.ReadAllBytes(folder["origin", Path.GetFileNameWithoutExtension(name)]));

    private static byte[] Unpack(string path)
    {
        using var content = new MemoryStream();
        using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        gzip.CopyTo(content);
        return content.ToArray();
    }
}
