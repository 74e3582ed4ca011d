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

    [Fact]
    public void Read_EveryRecordOfMitBih_HasItsPublishedAnnotations()
    {
        var folder = TestData.Folder("mitdb");
        var found = 0;

        foreach (var (record, expected) in MitBihCounts.Records)
        {
            var path = Path.Combine(folder, record);
            if (!File.Exists(path + ".atr")) continue;
            found++;
            var annotations = WfdbAnnotations.Read(path);
            var marks = annotations.Where(annotation => annotation.IsBeat || annotation.Symbol is "!" or "x")
                .CountBy(annotation => annotation.Symbol);
            Assert.Equal(Text(record, expected.Annotations, expected.Marks), Text(record, annotations.Count, marks));
            // A plain loop over the words finds the same, each at its time.
            Assert.Equal(
                WordLoop.Read(File.ReadAllBytes(path + ".atr")), annotations.Select(annotation => (annotation.Sample, annotation.Code)));
        }
        // 42 lie beside the checkout; a copy of the whole database has all.
        Assert.InRange(found, 42, 48);

        static string Text(string record, int count, IEnumerable<KeyValuePair<string, int>> marks)
        {
            var ordered = marks.OrderBy(mark => mark.Key, StringComparer.Ordinal).Select(mark => $"{mark.Value} {mark.Key}");
            return $"{record}: {count}, {string.Join(" ", ordered)}";
        }
    }

    // The table above is that of the whole database: what is published of its sums are 109,494 beats of 112,647 annotations.
    [Fact]
    public void MitBihCounts_OverAllRecords_AddUpToThePublishedTotals()
    {
        var marks = MitBihCounts.Records.Values.SelectMany(record => record.Marks).GroupBy(mark => mark.Key)
            .ToDictionary(mark => mark.Key, mark => mark.Sum(one => one.Value));

        Assert.Equal(112_647, MitBihCounts.Records.Values.Sum(record => record.Annotations));
        Assert.Equal(109_494, marks.Sum(mark => mark.Value) - marks["!"] - marks["x"]);
        (string, int)[] published =
        [
            ("N", 75_052), ("L", 8_075), ("R", 7_259), ("A", 2_546), ("a", 150), ("J", 83), ("S", 2), ("V", 7_130), ("F", 803), ("e", 16),
            ("j", 229), ("E", 106), ("/", 7_028), ("f", 982), ("Q", 33), ("!", 472), ("x", 193),
        ];
        Assert.Equal(published.Order(), marks.Select(mark => (mark.Key, mark.Value)).Order());
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

    // The file's writer is another one: changes of number and channel, subtypes, texts, and intervals of any size in either direction.
    [Fact]
    public void Parse_ManyFilesOfAnything_GivesWhatWasWritten()
    {
        var random = new Random(5);
        for (var trial = 0; trial < 300; trial++)
        {
            var (written, file) = (new List<WfdbAnnotation>(), new List<byte>());
            var (channel, number) = (0, 0);
            for (var i = 0; i < 40; i++)
            {
                var interval = random.Next(6) switch
                {
                    0 => random.Next(-3_000, 0),
                    1 => random.Next(1_000, 3_000_000),
                    _ => random.Next(1, 1_024),
                };
                if (random.Next(4) == 0) channel = random.Next(0, 256);
                if (random.Next(4) == 0) number = random.Next(-128, 128);
                var text = random.Next(3) == 0 ? new string('(', 1 + random.Next(255)) : null;
                var before = written.LastOrDefault() ?? new WfdbAnnotation(0, 0, 0, 0, 0, null);
                var next = new WfdbAnnotation(before.Sample + interval, random.Next(1, 50), random.Next(-2, 3), channel, number, text);
                file.AddRange(Bytes(next, before));
                written.Add(next);
            }
            Assert.Equal(written, WfdbAnnotations.Parse([.. file, 0, 0], "test"));
        }

        static IEnumerable<byte> Bytes(WfdbAnnotation next, WfdbAnnotation before)
        {
            var interval = (int)(next.Sample - before.Sample);
            var isLong = interval is < 0 or > 1_023;
            byte[] skip = [.. Word(59, 0), .. BitConverter.GetBytes(interval)[2..], .. BitConverter.GetBytes(interval)[..2]];
            return
            [
                .. isLong ? skip : [], .. Word(next.Code, isLong ? 0 : interval), .. next.Text is { } text ? Text(text) : [],
                .. next.Subtype == 0 ? [] : Word(61, next.Subtype & 0xFF), .. next.Channel == before.Channel ? [] : Word(62, next.Channel),
                .. next.Number == before.Number ? [] : Word(60, next.Number & 0xFF),
            ];
        }
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

    private static byte[] Note(string text) => [.. Word(22, 0), .. Text(text)];

    private static byte[] Text(string text) =>
        [.. Word(63, text.Length), .. System.Text.Encoding.ASCII.GetBytes(text), .. new byte[text.Length % 2]];

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
