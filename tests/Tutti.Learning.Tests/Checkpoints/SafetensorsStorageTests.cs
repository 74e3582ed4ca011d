using System.Text;
using Tutti.Learning.Checkpoints;
using Tutti.Learning.Modules;
using Tutti.Tensors;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Checkpoints;

public sealed class SafetensorsStorageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Model => folder["model.safetensors"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("F16", new byte[] { 0x00, 0x3E, 0x00, 0xC0, 0x01, 0x00 }, new[] { 1.5, -2, 5.9604644775390625E-08 })]
    [InlineData("BF16", new byte[] { 0xC0, 0x3F, 0x00, 0xC0, 0x80, 0x7F }, new[] { 1.5, -2, double.PositiveInfinity })]
    [InlineData("F32", new byte[] { 0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0, 0, 0, 0, 0 }, new[] { 1.5, -2, 0.0 })]
    [InlineData("F64", new byte[] { 0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0, 0x01, 0, 0, 0, 0, 0, 0xF0, 0x3F }, new[] { 1.5, -2, 1.0000000000000002 })]
    public void Read_AnyFloatingPoint_IsConverted(string code, byte[] stored, double[] expected)
    {
        Write($$$"""{"w":{"dtype":"{{{code}}}","shape":[3],"data_offsets":[0,{{{stored.Length}}}]}}""", stored);
        using var file = SafetensorsFile.Open(Model);
        var (singles, doubles, raw) = (new float[3], new double[3], new byte[stored.Length]);

        file.Read("w", singles.AsSpan());
        file.Read("w", doubles.AsSpan());
        file.Read("w", raw);

        Assert.Equal(expected, doubles);
        Assert.Equal(expected.Select(value => (float)value), singles);
        Assert.Equal(stored, raw);
        Assert.Equal(code, file.Entries[0].TypeCode);
        Assert.Contains("another type", Assert.Throws<ArgumentException>(() => file.Read("w", new long[3].AsSpan())).Message);
        Assert.Contains("does not fit", Assert.Throws<ArgumentException>(() => file.Read("w", new double[2].AsSpan())).Message);
    }

    [Theory]
    [InlineData("I64", new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0, 0, 0, 0, 0, 0, 0 }, new long[] { -2, 1 })]
    [InlineData("I32", new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 1, 0, 0, 0 }, new long[] { -2, 1 })]
    [InlineData("I16", new byte[] { 0xFE, 0xFF, 1, 0 }, new long[] { -2, 1 })]
    [InlineData("I8", new byte[] { 0xFE, 1 }, new long[] { -2, 1 })]
    [InlineData("U8", new byte[] { 0xFE, 1 }, new long[] { 254, 1 })]
    [InlineData("BOOL", new byte[] { 0, 1 }, new long[] { 0, 1 })]
    public void Read_AnyWholeNumbers_BecomeInt64(string code, byte[] stored, long[] expected)
    {
        Write($$$"""{"n":{"dtype":"{{{code}}}","shape":[2],"data_offsets":[0,{{{stored.Length}}}]}}""", stored);
        using var file = SafetensorsFile.Open(Model);
        var values = new long[2];

        file.Read("n", values.AsSpan());

        Assert.Equal(expected, values);
        Assert.Equal(ElementType.Int64, file.Entries[0].Type);
        Assert.Contains("another type", Assert.Throws<ArgumentException>(() => file.Read("n", new float[2].AsSpan())).Message);
    }

    [Fact]
    public void Load_StateDictInAnotherOrderAndSmallerTypes_FillsTheNetworkByName()
    {
        // A Linear(2, 1) and a Linear(1, 1), as another program might have saved them in half precision: order, metadata and types differ.
        const string header =
            """{"__metadata__":{"format":"pt"},"1.bias":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"0.weight":{"dtype":"F16","shape":[1,2],"data_offsets":[8,12]},"1.weight":{"dtype":"BF16","shape":[1,1],"data_offsets":[12,14]},"0.bias":{"dtype":"F32","shape":[1],"data_offsets":[14,18]}}""";
        Write(header, [0, 0, 0, 0, 0, 0, 0xE0, 0x3F, 0x00, 0x3C, 0x00, 0xC0, 0x40, 0x40, 0, 0, 0x80, 0x3E]);
        var network = new Sequential(new Linear(2, 1), new Linear(1, 1));

        network.Load(Model);

        // (1 · 5 − 2 · 1 + 0.25) · 3 + 0.5
        Assert.Equal(10.25, network.Forward(Tensor.From([5f, 1], [1, 2])).ToScalar());
    }

    [Fact]
    public void Write_SmallerStorage_IsReadBack()
    {
        SafetensorsEntry[] entries = [new("h", ElementType.Float32, [2]) { Storage = SafetensorsStorage.Float16 }];
        SafetensorsFile.Write(Model, entries, _ => new byte[] { 0x00, 0x3E, 0x00, 0xC0 });
        using var file = SafetensorsFile.Open(Model);
        var values = new float[2];

        file.Read("h", values.AsSpan());

        Assert.Equal(entries, file.Entries);
        Assert.Equal([1.5f, -2], values);
    }

    private void Write(string header, byte[] data) =>
        File.WriteAllBytes(Model, SafetensorsBytes.Make(Encoding.UTF8.GetBytes(header), data));
}
