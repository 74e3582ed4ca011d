using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tutti.Learning.Checkpoints;
using Tutti.Tensors;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Checkpoints;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Model => folder["model.safetensors"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WriteThenOpen_AnyEntries_GivesThemBack()
    {
        var names = Gen.OneOf(
            ArbMap.Default.GeneratorFor<NonNull<string>>().Select(name => name.Get).Where(IsUnicode),
            Gen.Elements("0.weight", "größe", "重み", "a\"b\\c\n", "", "😀"));
        var entries = names.Where(name => name != "__metadata__").ListOf().Select(list => list.Distinct(StringComparer.Ordinal).ToArray())
            .SelectMany(list => Gen.Elements(ElementType.Float32, ElementType.Float64, ElementType.Int64).ArrayOf(list.Length), (list, types) => (list, types))
            .SelectMany(both => Gen.Choose(0, 4).ArrayOf().Where(shape => shape.Length <= 5).ArrayOf(both.list.Length),
                (both, shapes) => both.list.Select((name, index) => new SafetensorsEntry(name, both.types[index], Shape.Create(shapes[index]))).ToArray());

        Prop.ForAll(entries.ToArbitrary(), written =>
        {
            var random = new System.Random(written.Length);
            var data = written.Select(entry => RandomBytes(random, (int)entry.ByteCount)).ToArray();
            SafetensorsFile.Write(Model, written, index => data[index], new Dictionary<string, string> { ["é"] = "\"x\"", ["a"] = "" });

            using var file = SafetensorsFile.Open(Model);
            return file.Entries.SequenceEqual(written)
                && file.Metadata is { Count: 2 } && file.Metadata["é"] == "\"x\"" && file.Metadata["a"] == ""
                && written.Select((entry, index) => ReadBytes(file, entry).AsSpan().SequenceEqual(data[index])).All(isSame => isSame)
                && WeightsDigest.Of(file) == WeightsDigest.Of(written, index => data[index]);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Read_Part_GivesTheElementsOfTheWholeInAnyStorage()
    {
        float[] values = [1, 2, 3, 4, 5];
        ushort[] halves = [.. values.Select(value => BitConverter.HalfToUInt16Bits((Half)value))];
        SafetensorsEntry[] entries =
        [
            new("before", ElementType.Int64, [1]), new("whole", ElementType.Float32, [5]),
            new("half", ElementType.Float32, [5]) { Storage = SafetensorsStorage.Float16 },
        ];
        SafetensorsFile.Write(Model, entries, index => index switch
        {
            0 => new byte[8],
            1 => MemoryMarshal.AsBytes(values.AsSpan()),
            _ => MemoryMarshal.AsBytes(halves.AsSpan()),
        });
        using var file = SafetensorsFile.Open(Model);
        foreach (var name in new[] { "whole", "half" })
            foreach (var (start, count) in new[] { (0, 5), (1, 3), (4, 1), (2, 0), (5, 0) })
            {
                var part = new float[count];
                file.Read<float>(name, start, part);
                Assert.Equal(values[start..(start + count)], part);
            }
        foreach (var (start, count) in new[] { (-1, 1), (0, 6), (5, 1), (int.MaxValue, 1) })
            Assert.Contains("the part does not lie within 'whole' (F32 [5])",
                Assert.Throws<ArgumentException>(() => file.Read<float>("whole", start, new float[count])).Message);
        Assert.Contains("has another type", Assert.Throws<ArgumentException>(() => file.Read<long>("whole", 0, new long[1])).Message);
        Assert.Contains("has no such tensor", Assert.Throws<ArgumentException>(() => file.Read<float>("none", 0, new float[1])).Message);
    }

    [Fact]
    public void Write_TwoTensors_GivesTheseBytes()
    {
        float[] weights = [1, -2];
        SafetensorsEntry[] entries = [new("w", ElementType.Float32, [2]), new("step", ElementType.Int64, [])];

        long[] step = [7];
        SafetensorsFile.Write(Model, entries, index => index == 0 ? MemoryMarshal.AsBytes(weights.AsSpan()) : MemoryMarshal.AsBytes(step.AsSpan()),
            new Dictionary<string, string> { ["format"] = "tutti" });

        const string header =
            """{"__metadata__":{"format":"tutti"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"step":{"dtype":"I64","shape":[],"data_offsets":[8,16]}}""";
        var bytes = File.ReadAllBytes(Model);
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal((header.Length + 7) / 8 * 8, length);
        Assert.Equal(header.PadRight(length), Encoding.UTF8.GetString(bytes, 8, length));
        Assert.Equal([0, 0, 128, 63, 0, 0, 0, 192, 7, 0, 0, 0, 0, 0, 0, 0], bytes[(8 + length)..]);
    }

    [Fact]
    public void Write_MetadataInAnotherOrder_GivesTheSameBytes()
    {
        SafetensorsFile.Write(Model, [], _ => default, new Dictionary<string, string> { ["b"] = "1", ["a"] = "2" });
        var first = File.ReadAllBytes(Model);
        SafetensorsFile.Write(Model, [], _ => default, new Dictionary<string, string> { ["a"] = "2", ["b"] = "1" });

        Assert.Equal(first, File.ReadAllBytes(Model));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(1000)]
    public void Write_DiskFull_KeepsThePreviousCheckpoint(int capacity)
    {
        SafetensorsEntry[] entries = [new("w", ElementType.Float32, [1000])];
        SafetensorsFile.Write(Model, entries, _ => new byte[4000]);
        var before = File.ReadAllBytes(Model);
        var other = Enumerable.Repeat((byte)1, 4000).ToArray();

        var error = Assert.Throws<IOException>(() =>
            SafetensorsWriter.Write(Model, entries, _ => other, null, stream => new FullDiskStream(stream, capacity)));

        Assert.Contains(Model, error.Message);
        Assert.Equal(before, File.ReadAllBytes(Model));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Write_WrongArguments_ReplacesNothing()
    {
        SafetensorsEntry[] twice = [new("w", ElementType.Float32, [1]), new("w", ElementType.Float32, [1])];
        SafetensorsEntry[] reserved = [new("__metadata__", ElementType.Float32, [1])];
        SafetensorsEntry[] whole = [new("w", ElementType.Float32, [1])];

        Assert.Contains("'w'", Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(Model, twice, _ => new byte[4])).Message);
        Assert.Contains("reserved", Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(Model, reserved, _ => new byte[4])).Message);
        Assert.Contains("Got 5 bytes. Expected " +
        "4", Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(Model, whole, _ => new byte[5])).Message);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Read_Typed_GivesTheElements()
    {
        double[] written = [1.5, -2.5];
        SafetensorsFile.Write(Model, [new("w", ElementType.Float64, [2])], _ => MemoryMarshal.AsBytes(written.AsSpan()));
        using var file = SafetensorsFile.Open(Model);
        var values = new double[2];

        file.Read("w", values.AsSpan());

        Assert.Equal(written, values);
        Assert.Contains("another type", Assert.Throws<ArgumentException>(() => file.Read("w", new long[2].AsSpan())).Message);
        Assert.Contains("Got 8 bytes. Expected 16", Assert.Throws<ArgumentException>(() => file.Read("w", new double[1].AsSpan())).Message);
        Assert.Contains("no such tensor. Got 'v'. Did you mean " +
        "'w'?", Assert.Throws<ArgumentException>(() => file.Read("v", values.AsSpan())).Message);
        Assert.False(file.TryGet("v", out _));
    }

    [Fact]
    public void Open_TensorsListedInAnotherOrderThanTheirData_ReadsEachItsOwn()
    {
        const string header = """{"b":{"dtype":"I64","shape":[1],"data_offsets":[8,16]},"e":{"dtype":"F32","shape":[0,3],"data_offsets":[8,8]},"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""";
        File.WriteAllBytes(Model, SafetensorsBytes.Make(Encoding.UTF8.GetBytes(header), [1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]));
        using var file = SafetensorsFile.Open(Model);
        var value = new long[1];

        file.Read("a", value.AsSpan());
        Assert.Equal(1, value[0]);
        file.Read("b", value.AsSpan());
        Assert.Equal(2, value[0]);
        Assert.Equal(["b", "e", "a"], file.Entries.Select(entry => entry.Name));
    }

    [Theory]
    [InlineData("""{}""", 0)]
    [InlineData("""{}   """, 0)]
    [InlineData("""{"__metadata__":{}}""", 0)]
    [InlineData(SafetensorsBytes.Valid, SafetensorsBytes.ValidDataBytes)]
    public void Open_Valid_IsRead(string header, int dataBytes)
    {
        File.WriteAllBytes(Model, SafetensorsBytes.Make(header, dataBytes));

        SafetensorsFile.Open(Model).Dispose();
    }

    [Theory]
    [InlineData("""[]""", 0, "does not begin with '{'")]
    [InlineData(""" {}""", 0, "does not begin with '{'")]
    [InlineData("", 0, "does not begin with '{'")]
    [InlineData("""{""", 0, "is no JSON")]
    [InlineData("""{}x""", 0, "is no JSON")]
    [InlineData("""{}{}""", 0, "is no JSON")]
    [InlineData("""{} /* */""", 0, "is no JSON")]
    [InlineData("""{"w":1}""", 0, "'w' does not have an object")]
    [InlineData("""{"w":{}}""", 0, "the tensor 'w' is incomplete")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1]}}""", 4, "the tensor 'w' is incomplete")]
    [InlineData("""{"w":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}""", 1, "the tensor 'w' has a type that is not supported. Got 'F8_E4M3'")]
    [InlineData("""{"w":{"dtype":32,"shape":[1],"data_offsets":[0,2]}}""", 2, "'w' does not have a dtype")]
    [InlineData("""{"w":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "the tensor 'w' has the key 'dtype' twice")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1}}""", 4, "the tensor 'w' has an unknown key. Got 'more'")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "impossible dimension. Got Number -1")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "impossible dimension")]
    [InlineData("""{"w":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", 4, "impossible dimension")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2147483648],"data_offsets":[0,4]}}""", 4, "impossible dimension")]
    [InlineData("""{"w":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,4]}}""", 4, "the tensor 'w' has an impossible shape")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""", 4, "the tensor 'w' has too many dimensions")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "the tensor 'w' has impossible data_offsets")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 4, "too many data_offsets")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 4, "impossible data_offsets")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "the data of 'w' (F32 [1]) ends before it begins")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", 8, "the data of 'w' (F32 [1]) does not fit its type and shape. Got 8 bytes. Expected 4")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[9223372036854775804,9223372036854775807]}}""", 4, "does not fit")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "a hole before the data of 'w'")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "the data of 'w' (F32 [1]) is truncated. Got 3 bytes of data in the file. Expected at least 4")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "trailing bytes. Got 5 bytes of data. Expected 4")]
    [InlineData("""{}""", 1, "trailing bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "the data of 'w' (F32 [2]) overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "overlaps")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "the name 'w' occurs twice")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "occurs twice")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "the metadata 'a' occurs twice")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "the metadata 'a' is no text")]
    [InlineData("""{"__metadata__":[]}""", 0, "'__metadata__' does not have an object of texts")]
    [InlineData("""{"w":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}}""", 4, "is no JSON")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "a name is no Unicode text")]
    public void Open_BrokenHeader_SaysWhatIsWrong(string header, int dataBytes, string expected)
    {
        File.WriteAllBytes(Model, SafetensorsBytes.Make(header, dataBytes));

        var error = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(Model));

        Assert.Contains(expected, error.Message);
        Assert.Contains(Model, error.Message);
    }

    [Fact]
    public void Open_HeaderIsNotUtf8_IsRefused()
    {
        File.WriteAllBytes(Model, SafetensorsBytes.Make([.. "{\""u8, 0xFF, .. "\":{}}"u8], []));

        Assert.Contains("not UTF-8", Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(Model)).Message);
    }

    [Theory]
    [InlineData(100, "is truncated. Got 10 bytes. Expected at least 108 for its header")]
    [InlineData((1 << 24) + 1, "is too long")]
    [InlineData(long.MaxValue, "is too long")]
    [InlineData(-1, "is too long")]
    public void Open_HeaderLengthLies_IsRefusedWithoutReadingIt(long length, string expected)
    {
        var bytes = new byte[10];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        File.WriteAllBytes(Model, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(Model));

        Assert.Contains(expected, error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void Open_CutAnywhere_IsRefused()
    {
        var whole = SafetensorsBytes.Make(SafetensorsBytes.Valid, SafetensorsBytes.ValidDataBytes);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(Model, whole[..length]);
            Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(Model));
        }
    }

    // JSON texts cannot hold half of a surrogate pair.
    private static bool IsUnicode(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;

    private static byte[] RandomBytes(System.Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] ReadBytes(SafetensorsFile file, SafetensorsEntry entry)
    {
        var bytes = new byte[entry.ByteCount];
        file.Read(entry.Name, bytes);
        return bytes;
    }
}
