using FsCheck;
using FsCheck.Fluent;
using Tutti.Learning.Data.Sources.Arrays;
using Tutti.Tensors;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Data.Sources.Arrays;

public sealed class MatFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Target => folder["variables.mat"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("plain.mat")]
    [InlineData("compressed.mat")]
    public void Read_SciPysFiles_GivesVariables(string name)
    {
        var variables = MatFile.Read(ArrayFixtures.Path(name)).ToDictionary(variable => variable.Name);

        AssertNumbers(variables["doubles"], NumericType.Double, [2, 3], [0.5, 1.5, 2.5, 3.5, 4.5, 5.5]);
        AssertNumbers(variables["singles"], NumericType.Single, [2, 3], [0, 1, 2, 3, 4, 5]);
        AssertNumbers(variables["flags"], NumericType.Boolean, [2, 3], [0, 1, 0, 1, 0, 1]);
        AssertNumbers(variables["cube"], NumericType.Double, [2, 3, 4], [.. Enumerable.Range(0, 24).Select(value => (double)value)]);
        AssertNumbers(variables["scalar"], NumericType.Double, [1, 1], [7.25]);
        AssertNumbers(variables["row"], NumericType.Double, [1, 3], [1, 2, 3]);
        AssertNumbers(variables["column"], NumericType.Double, [2, 1], [1, 2]);
        AssertNumbers(variables["nothing"], NumericType.Double, [0, 3], []);
        AssertNumbers(variables["i1"], NumericType.Int8, [2, 3], [0, 1, 2, 3, 4, 5]);
        AssertNumbers(variables["i2"], NumericType.Int16, [2, 3], [0, 1, 2, 3, 4, 5]);
        AssertNumbers(variables["i4"], NumericType.Int32, [2, 3], [0, 1, 2, 3, 4, 5]);
        AssertNumbers(variables["i8"], NumericType.Int64, [2, 3], [0, 1, 2, 3, 4, 5]);
        AssertNumbers(variables["u1"], NumericType.UInt8, [2, 3], [0, 1, 2, 3, 4, 5]);
        AssertNumbers(variables["u2"], NumericType.UInt16, [2, 3], [0, 1, 2, 3, 4, 5]);
        AssertNumbers(variables["u4"], NumericType.UInt32, [2, 3], [0, 1, 2, 3, 4, 5]);
        AssertNumbers(variables["u8"], NumericType.UInt64, [2, 3], [0, 1, 2, 3, 4, 5]);
        Assert.Equal(["hello"], variables["text"].Text);
        Assert.Equal(["ab ", "cde"], variables["lines"].Text);
        Assert.Equal(["Größe"], variables["accents"].Text);
    }

    [Fact]
    public void Read_MatlabsOwnFiles_GivesVariables()
    {
        // Version 6.1 on a big-endian machine; whole numbers of class double are stored as bytes.
        AssertNumbers(Single("testdouble_6.1_SOL2"), NumericType.Double, [1, 9], [.. Enumerable.Range(0, 9).Select(i => i * Math.PI / 4)]);
        var cube = Single("test3dmatrix_6.1_SOL2").Array;
        Assert.Equal((NumericType.Double, Shape.Create([2, 3, 4])), (cube.Type, cube.Shape));
        Assert.Equal([1, 7, 13, 19, 3, 9], cube.ToDoubles()[..6]);
        Assert.Equal(["one  ", "two  ", "three"], Single("teststringarray_6.1_SOL2").Text);
        Assert.StartsWith("Japanese: \nすべての人間は", Single("testunicode_7.4_GLNX86").Text[0]);
        AssertNumbers(Single("testminus_7.4_GLNX86"), NumericType.Double, [1, 1], [-1]);
        AssertNumbers(Single("testbool_8_WIN64"), NumericType.Boolean, [2, 1], [1, 0]);
        AssertNumbers(Single("testmatrix_7.4_GLNX86"), NumericType.Double, [3, 5], [1, 2, 3, 4, 5, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0]);
        Assert.Equal(["a", "theta"], MatFile.Names(Matlab("testmulti_7.4_GLNX86")).Order());
        Assert.Equal(Shape.Create([1, 10]), Single("miuint32_for_miint32").Array.Shape);
        Assert.Equal("array_name", Single("miutf8_array_name").Name);
    }

    [Theory]
    [InlineData("testcell_6.1_SOL2", "'testcell'", "a cell array")]
    [InlineData("teststruct_7.4_GLNX86", "'teststruct'", "a structure")]
    [InlineData("testsparse_7.4_GLNX86", "'testsparse'", "a sparse matrix")]
    [InlineData("testcomplex_6.1_SOL2", "'testcomplex'", "complex")]
    [InlineData("testfunc_7.4_GLNX86", "'testfunc'", "a function")]
    [InlineData("testobject_7.4_GLNX86", "'testobject'", "an object")]
    [InlineData("corrupted_zlib_data", "'dates'", "not supported")]
    [InlineData("malformed1", "MatFile:", "Get the file again")]
    [InlineData("bad_miuint32", "MatFile:", "impossible shape")]
    public void Read_RefusedOrDamaged_NamesTheVariable(string name, string variable, string what)
    {
        var path = Matlab(name);

        var message = Assert.Throws<InvalidDataException>(() => MatFile.Read(path)).Message;

        Assert.Contains(variable, message);
        Assert.Contains(what, message);
        Assert.Contains(path, message);
    }

    [Fact]
    public void Read_NamedVariables_LeavesTheOthersAlone()
    {
        var path = ArrayFixtures.Path("refused.mat");

        Assert.Equal(["first", "structure", "cells", "sparse", "complex", "last"], MatFile.Names(path));
        Assert.Equal([1.0, 2.0], MatFile.Read(path, ["last", "first"]).Select(variable => variable.Array.ToDoubles()[0]));
        Assert.Contains("Did you mean 'first'?", Assert.Throws<ArgumentException>(() => MatFile.Read(path, ["frist"])).Message);
    }

    [Fact]
    public void Read_OtherLevels_SaysWhatToDo()
    {
        Assert.Contains("level 4", Assert.Throws<InvalidDataException>(() => MatFile.Read(ArrayFixtures.Path("level4.mat"))).Message);
        var text = System.Text.Encoding.ASCII.GetBytes("MATLAB 7.3 MAT-file".PadRight(124));
        File.WriteAllBytes(Target, [.. text, 0, 2, (byte)'I', (byte)'M']);
        Assert.Contains("'-v7'", Assert.Throws<InvalidDataException>(() => MatFile.Read(Target)).Message);
        File.WriteAllBytes(Target, [0x89, .. "HDF\r\n"u8, 0x1a, .. "\n"u8]);
        Assert.Contains("HDF5", Assert.Throws<InvalidDataException>(() => MatFile.Read(Target)).Message);
    }

    [Fact]
    public void WriteThenRead_AnyArrays_GivesThemBack()
    {
        var file = ArrayFixtures.Arrays.ListOf().SelectMany(_ => Gen.Elements(true, false), (arrays, compress) => (arrays, compress));
        Prop.ForAll(file.ToArbitrary(), written =>
        {
            MatFile.Write(Target, [.. written.arrays.Select((array, index) => MatVariable.Of($"v{index}", array))], written.compress);
            var read = MatFile.Read(Target);
            return read.Count == written.arrays.Count && written.arrays.Zip(read).All(pair =>
                pair.Second.Array.ToDoubles().SequenceEqual(pair.First.ToDoubles())
                && pair.Second.Array.Type == (pair.First.Type == NumericType.Half ? NumericType.Single : pair.First.Type)
                && pair.Second.Array.Shape == InMatlab(pair.First.Shape));
        }).QuickCheckThrowOnFailure();

        static Shape InMatlab(Shape shape) => shape.Rank switch { 0 => [1, 1], 1 => [1, shape[0]], _ => shape };
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WriteThenRead_Text_GivesItBack(bool compress)
    {
        MatVariable[] written =
        [
            MatVariable.Of("rows", "ab", "çd", "ef"), MatVariable.Of("none"), MatVariable.Of("empty", ""),
            MatVariable.Of("pair", "a😀", "bcd"),
        ];
        MatFile.Write(Target, written, compress);

        Assert.Equal([["ab", "çd", "ef"], [], [""], ["a😀", "bcd"]], MatFile.Read(Target).Select(variable => variable.Text.ToArray()));
    }

    [Fact]
    public void Write_WrongArguments_ReplacesNothing()
    {
        var one = NumericArray.From([1.0], [1]);

        Assert.Throws<ArgumentException>(() => MatFile.Write(Target, [MatVariable.Of("1a", one)]));
        Assert.Throws<ArgumentException>(() => MatFile.Write(Target, [MatVariable.Of(new string('a', 64), one)]));
        Assert.Throws<ArgumentException>(() => MatFile.Write(Target, [MatVariable.Of("a", one), MatVariable.Of("a", one)]));
        Assert.Throws<ArgumentException>(() => MatVariable.Of("a", "12", "3"));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("plain.mat")]
    [InlineData("compressed.mat")]
    public void Read_DamagedAnywhere_GivesTheDocumentedExceptionAndLittleMemory(string name)
    {
        var whole = File.ReadAllBytes(ArrayFixtures.Path(name));
        var random = new System.Random(5);
        for (var round = 0; round < 1000; round++)
        {
            var bytes = whole.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(Target, round % 3 == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                MatFile.Read(Target);
            }
            catch (InvalidDataException)
            {
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        }
    }

    private static string Matlab(string name) => ArrayFixtures.Path(Path.Combine("matlab", name + ".mat"));

    private static MatVariable Single(string name) => Assert.Single(MatFile.Read(Matlab(name)));

    private static void AssertNumbers(MatVariable variable, NumericType type, Shape shape, double[] expected)
    {
        Assert.Equal((type, shape), (variable.Array.Type, variable.Array.Shape));
        Assert.Equal(expected, variable.Array.ToDoubles());
    }
}
