using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tutti.Learning.Data.Sources.Arrays;
using Tutti.Tensors;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Data.Sources.Arrays;

public sealed class NpyFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Target => folder["array.npy"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("b1-little", NumericType.Boolean)]
    [InlineData("i1-little", NumericType.Int8)]
    [InlineData("i2-little", NumericType.Int16)]
    [InlineData("i2-big", NumericType.Int16)]
    [InlineData("i4-little", NumericType.Int32)]
    [InlineData("i4-big", NumericType.Int32)]
    [InlineData("i8-little", NumericType.Int64)]
    [InlineData("i8-big", NumericType.Int64)]
    [InlineData("u1-little", NumericType.UInt8)]
    [InlineData("u2-little", NumericType.UInt16)]
    [InlineData("u2-big", NumericType.UInt16)]
    [InlineData("u4-little", NumericType.UInt32)]
    [InlineData("u4-big", NumericType.UInt32)]
    [InlineData("u8-little", NumericType.UInt64)]
    [InlineData("u8-big", NumericType.UInt64)]
    [InlineData("f2-little", NumericType.Half)]
    [InlineData("f2-big", NumericType.Half)]
    [InlineData("f4-little", NumericType.Single)]
    [InlineData("f4-big", NumericType.Single)]
    [InlineData("f8-little", NumericType.Double)]
    [InlineData("f8-big", NumericType.Double)]
    [InlineData("version2", NumericType.Int32)]
    [InlineData("version3", NumericType.Int32)]
    public void Read_NumPysFiles_GivesTypeShapeAndNumbers(string name, NumericType type)
    {
        var array = NpyFile.Read(ArrayFixtures.Path(name + ".npy"));

        Assert.Equal(type, array.Type);
        Assert.Equal(Shape.Create([2, 3]), array.Shape);
        double[] expected = type == NumericType.Boolean ? [0, 1, 1, 1, 1, 1] : [0, 1, 2, 3, 4, 5];
        Assert.Equal(expected, array.ToDoubles());
        Assert.Equal(expected, array.ToSingles().Select(value => (double)value));
        Assert.Equal(expected, array.ToInt64s().Select(value => (double)value));
    }

    [Fact]
    public void Read_FortranOrderScalarAndEmpty_AreRowMajor()
    {
        var fortran = NpyFile.Read(ArrayFixtures.Path("fortran.npy"));
        Assert.Equal(Enumerable.Range(0, 24).Select(value => (float)value), fortran.AsSpan<float>().ToArray());
        var scalar = NpyFile.Read(ArrayFixtures.Path("scalar.npy"));
        Assert.Equal((0, 2.5), (scalar.Shape.Rank, scalar.ToDoubles()[0]));
        Assert.Equal(Shape.Create([0, 3]), NpyFile.Read(ArrayFixtures.Path("empty.npy")).Shape);
    }

    [Theory]
    [InlineData("complex", "Got '<c16'")]
    [InlineData("text", "Got '<U1'")]
    [InlineData("object", "Got '|O'")]
    [InlineData("record", "Got a structure of several fields")]
    public void Read_OtherThanNumbers_IsRefused(string name, string expected)
    {
        var path = ArrayFixtures.Path(name + ".npy");

        var message = Assert.Throws<InvalidDataException>(() => NpyFile.Read(path)).Message;

        Assert.Contains(expected, message);
        Assert.Contains(path, message);
    }

    [Fact]
    public void WriteThenRead_AnyArray_GivesItBack() => Prop.ForAll(ArrayFixtures.Arrays.ToArbitrary(), array =>
    {
        NpyFile.Write(Target, array);
        var dataBytes = array.Count * RawNumbers.SizeOf(array.Type);
        return ArrayFixtures.AreEqual(array, NpyFile.Read(Target)) && new FileInfo(Target).Length % 64 == dataBytes % 64;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Write_Vector_GivesNumPysBytes()
    {
        NpyFile.Write(Target, NumericArray.From([1f, 2], [2]));

        var bytes = File.ReadAllBytes(Target);
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0, 118, 0], bytes[..10]);
        const string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";
        Assert.Equal(header.PadRight(117) + "\n", Encoding.ASCII.GetString(bytes, 10, 118));
        Assert.Equal(136, bytes.Length);
    }

    [Fact]
    public void Read_CutAnywhere_IsRefused()
    {
        var whole = File.ReadAllBytes(ArrayFixtures.Path("f4-little.npy"));
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(Target, whole[..length]);
            Assert.Contains(Target, Assert.Throws<InvalidDataException>(() => NpyFile.Read(Target)).Message);
        }
        File.WriteAllBytes(Target, [.. whole, 0]);
        Assert.Contains("too long", Assert.Throws<InvalidDataException>(() => NpyFile.Read(Target)).Message);
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000,), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (100000, 100000), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1 1), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False}")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } x")]
    [InlineData("{'descr")]
    [InlineData("")]
    public void Read_LyingOrBrokenHeader_IsRefusedWithoutMuchMemory(string header)
    {
        File.WriteAllBytes(Target, [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), 0, 0, 0, 0]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<InvalidDataException>(() => NpyFile.Read(Target));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void ToInt64s_FractionOrTooLarge_IsRefused()
    {
        Assert.Throws<InvalidOperationException>(() => NumericArray.From([0.5], [1]).ToInt64s());
        Assert.Throws<InvalidOperationException>(() => NumericArray.From([ulong.MaxValue], [1]).ToInt64s());
        Assert.Throws<InvalidOperationException>(() => NumericArray.From([double.NaN], [1]).ToInt64s());
        Assert.Throws<InvalidOperationException>(() => NumericArray.From([(sbyte)1], [1]).AsSpan<byte>().Length);
    }
}
