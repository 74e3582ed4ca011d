using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using Tutti.Learning.Data.Sources.Arrays;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Data.Sources.Arrays;

public sealed class NpzFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Target => folder["arrays.npz"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("stored.npz", 3)]
    [InlineData("deflated.npz", 60)]
    public void Read_NumPysFiles_GivesArraysByName(string name, int columns)
    {
        var arrays = NpzFile.Read(ArrayFixtures.Path(name));

        Assert.Equal(["a", "b"], arrays.Keys.Order());
        Assert.Equal(columns, arrays["a"].Shape[1]);
        Assert.Equal([0, 1, 2], arrays["a"].ToDoubles()[..3]);
        Assert.Equal([0, 1, 2], arrays["b"].AsSpan<int>().ToArray());
    }

    [Fact]
    public void Read_SomeNames_LooksAtNoOthers()
    {
        NpzFile.Write(Target, new Dictionary<string, NumericArray> { ["a"] = NumericArray.From([1], [1]), ["b"] = NumericArray.From([2], [1]) });
        using (var archive = ZipFile.Open(Target, ZipArchiveMode.Update))
        using (var text = archive.CreateEntry("text.npy").Open()) text.Write(File.ReadAllBytes(ArrayFixtures.Path("text.npy")));

        Assert.Equal(["a", "b", "text"], NpzFile.Names(Target));
        Assert.Equal(["b"], NpzFile.Read(Target, new NpzOptions { Names = ["b", "absent"] }).Keys);
        Assert.Throws<InvalidDataException>(() => NpzFile.Read(Target));
    }

    [Fact]
    public void WriteThenRead_AnyArrays_GivesThemBack()
    {
        var file = ArrayFixtures.Arrays.ListOf().SelectMany(_ => Gen.Elements(true, false), (arrays, compress) => (arrays, compress));
        Prop.ForAll(file.ToArbitrary(), written =>
        {
            var named = written.arrays.Select((array, index) => (Name: $"größe " +
            $"{index}", array)).ToDictionary(pair => pair.Name, pair => pair.array);
            NpzFile.Write(Target, named, written.compress);
            var first = File.ReadAllBytes(Target);
            NpzFile.Write(Target, named, written.compress);
            var read = NpzFile.Read(Target);
            return first.SequenceEqual(File.ReadAllBytes(Target)) && read.Count == named.Count
                && named.All(pair => ArrayFixtures.AreEqual(pair.Value, read[pair.Key]));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Read_MoreThanAllowed_IsRefusedBeforeUnpacking()
    {
        NpzFile.Write(Target, new Dictionary<string, NumericArray> { ["a"] = NumericArray.From(new float[5_000_000], [5_000_000]) });
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<InvalidDataException>(() => NpzFile.Read(Target, new NpzOptions { MaximumUnpackedBytes = 1_000_000 }));

        Assert.Contains("unpacks to too much", error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Read_DeclaredSizeLies_IsRefused()
    {
        NpzFile.Write(Target, new Dictionary<string, NumericArray> { ["a"] = NumericArray.From(new byte[1000], [1000]) });
        var bytes = File.ReadAllBytes(Target);
        // The unpacked size stands 24 bytes into the central directory's entry.
        var directory = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        foreach (var size in new[] { 100, 1001, 2_000_000_000 })
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(directory + 24), size);
            File.WriteAllBytes(Target, bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();

            Assert.Contains(Target, Assert.Throws<InvalidDataException>(() => NpzFile.Read(Target)).Message);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        }
    }

    [Fact]
    public void Read_DamagedContent_IsNoticed()
    {
        var array = NumericArray.From(new byte[] { 1, 2, 3 }, [3]);
        NpzFile.Write(Target, new Dictionary<string, NumericArray> { ["a"] = array }, compress: false);
        var bytes = File.ReadAllBytes(Target);
        bytes[bytes.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[1, 2, 3])] = 9;
        File.WriteAllBytes(Target, bytes);

        Assert.Contains("checksum mismatch", Assert.Throws<InvalidDataException>(() => NpzFile.Read(Target)).Message);
    }

    [Fact]
    public void Read_CutAnywhere_IsRefused()
    {
        var whole = File.ReadAllBytes(ArrayFixtures.Path("deflated.npz"));
        for (var length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(Target, whole[..length]);
            Assert.Throws<InvalidDataException>(() => NpzFile.Read(Target));
        }
    }

    [Fact]
    public void Read_OtherFilesOrTheSameNameTwice_AreRefused()
    {
        foreach (var names in new[] { new[] { "readme.txt" }, ["a.npy", "a.npy"] })
        {
            File.Delete(Target);
            using (var archive = ZipFile.Open(Target, ZipArchiveMode.Create))
                foreach (var name in names) archive.CreateEntryFromFile(ArrayFixtures.Path("f4-little.npy"), name);
            Assert.Contains(names[0], Assert.Throws<InvalidDataException>(() => NpzFile.Read(Target)).Message);
        }
        var outside = new Dictionary<string, NumericArray> { ["../a"] = NumericArray.From([1f], [1]) };
        Assert.Throws<ArgumentException>(() => NpzFile.Write(Target, outside));
    }
}
