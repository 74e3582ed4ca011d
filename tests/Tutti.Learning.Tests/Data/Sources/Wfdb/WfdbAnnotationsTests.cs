using Tutti.Learning.Data.Sources.Wfdb;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Data.Sources.Wfdb;

public sealed class WfdbAnnotationsTests
{
    // Philip de Chazal et al. 2004, table I: the 22 records of DS1, without the four with paced beats.
    private static readonly int[] Ds1 =
        [101, 106, 108, 109, 112, 114, 115, 116, 118, 119, 122, 124, 201, 203, 205, 207, 208, 209, 215, 220, 223, 230];

    [Fact]
    public void Read_AllOfMitBih_LiesWithinTheRecordInOrder()
    {
        foreach (var path in Directory.GetFiles(TestData.Folder("mitdb"), "*.atr"))
        {
            var annotations = WfdbAnnotations.Read(path[..^4]);
            Assert.InRange(annotations[0].Sample, 0, 650_000);
            Assert.InRange(annotations[^1].Sample, 600_000, 650_000);
            Assert.All(annotations.Zip(annotations.Skip(1)), pair => Assert.True(pair.First.Sample <= pair.Second.Sample));
            Assert.StartsWith("(", annotations.First(annotation => annotation.Symbol == "+").Text);
            Assert.DoesNotContain(annotations, annotation => annotation.Symbol.StartsWith('[') && annotation.Symbol.Length > 1);
        }
    }

    [Theory]
    [InlineData("100", 2274, 2273)]
    [InlineData("101", 1874, 1865)]
    [InlineData("103", 2091, 2084)]
    [InlineData("105", 2691, 2572)]
    public void Read_KnownRecords_HaveTheirNumbersOfAnnotations(string record, int count, int beats)
    {
        var annotations = WfdbAnnotations.Read(Path.Combine(TestData.Folder("mitdb"), record));

        Assert.Equal((count, beats), (annotations.Count, annotations.Count(annotation => annotation.IsBeat)));
    }

    [Fact]
    public void Read_Ds1_HasThePublishedNumbersOfBeats()
    {
        var beats = Ds1.SelectMany(record => WfdbAnnotations.Read(Path.Combine(TestData.Folder("mitdb"), $"{record}")))
            .Where(annotation => annotation.IsBeat).CountBy(annotation => AamiClass(annotation.Symbol)).ToDictionary();

        Assert.Equal(45_866, beats['N']);
        Assert.Equal(944, beats['S']);
        Assert.Equal(3_788, beats['V']);
        Assert.Equal(415, beats['F']);
        Assert.Equal(8, beats['Q']);
    }

    [Fact]
    public void Parse_EveryKindOfWord_IsUnderstood()
    {
        byte[] file =
        [
            .. Word(1, 10),                                     // N at 10
            .. Word(59, 0), 0x01, 0x00, 0x02, 0x00,             // skip 0x00010002
            .. Word(28, 5),                                     // + at 10 + 65538 + 5
            .. Word(63, 3), (byte)'(', (byte)'V', (byte)'T', 0, // its text, padded
            .. Word(61, 0x3FF),                                 // its subtype −1
            .. Word(62, 2),                                     // its channel, and that of the next
            .. Word(60, 7),
            .. Word(5, 1),
            .. Word(59, 0), 0xFF, 0xFF, 0xFE, 0xFF,             // skip −2
            .. Word(16, 1),
            0, 0,
        ];

        Assert.Equal(
            [
                new WfdbAnnotation(10, 1, 0, 0, 0, null), new WfdbAnnotation(65_553, 28, -1, 2, 7, "(VT"),
                new WfdbAnnotation(65_554, 5, 0, 2, 7, null), new WfdbAnnotation(65_553, 16, 0, 2, 7, null),
            ],
            WfdbAnnotations.Parse(file, "test"));
    }

    [Fact]
    public void Read_NotesAboutTheFile_AreLeftOutAndTimesConverted()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["r.hea"], "r 0 250\n");
        byte[] notes =
        [
            .. Note("## time resolution: 1000"), .. Note("## annotation type definitions"), .. Note("42 k a kind"),
            .. Note("## end of definitions"),
        ];
        File.WriteAllBytes(folder["r.atr"], [.. notes, .. Note("a remark"), .. Word(1, 402), 0, 0]);

        var annotations = WfdbAnnotations.Read(folder["r"]);

        Assert.Equal([(0L, 22), (100L, 1)], annotations.Select(annotation => (annotation.Sample, annotation.Code)));
        File.WriteAllBytes(folder["r.atr"], [.. Note("## time resolution: x"), 0, 0]);
        Assert.Contains("Got 'x'", Assert.Throws<InvalidDataException>(() => WfdbAnnotations.Read(folder["r"])).Message);
    }

    [Fact]
    public void Parse_CutAnywhere_IsRefused()
    {
        byte[] file = [.. Word(1, 10), .. Word(63, 2), (byte)'a', (byte)'b', .. Word(59, 0), 0, 0, 1, 0, .. Word(1, 1), 0, 0];
        for (var length = 0; length < file.Length; length++)
        {
            var cut = file[..length];
            Assert.Contains("truncated", Assert.Throws<InvalidDataException>(() => WfdbAnnotations.Parse(cut, "test")).Message);
        }
        Assert.Equal(2, WfdbAnnotations.Parse([.. file, 0, 0, 0], "test").Count);
        Assert.Contains("after the end", Assert.Throws<InvalidDataException>(() => WfdbAnnotations.Parse([.. file, 1], "test")).Message);
    }

    [Fact]
    public void Parse_ImpossibleWords_AreRefused()
    {
        Assert.Contains("the code " +
        "55", Assert.Throws<InvalidDataException>(() => WfdbAnnotations.Parse([.. Word(55, 1), 0, 0], "test")).Message);
        Assert.Contains("before the " +
        "first", Assert.Throws<InvalidDataException>(() => WfdbAnnotations.Parse([.. Word(61, 1), 0, 0], "test")).Message);
    }

    private static byte[] Note(string text) =>
        [.. Word(22, 0), .. Word(63, text.Length), .. System.Text.Encoding.ASCII.GetBytes(text), .. new byte[text.Length % 2]];

    private static byte[] Word(int type, int value) => [(byte)value, (byte)(type << 2 | value >> 8)];

    private static char AamiClass(string symbol) => symbol switch
    {
        "N" or "L" or "R" or "e" or "j" => 'N',
        "A" or "a" or "J" or "S" => 'S',
        "V" or "E" => 'V',
        "F" => 'F',
        _ => 'Q',
    };
}
