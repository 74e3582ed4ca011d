namespace Tutti.Learning.Tests.Data.Sources.Wfdb;

/// <summary>
/// How many beats the records of the MIT-BIH database hold, as its Directory's "Table of beat types (entire records)" lists them (G. Moody,
/// R. Mark, third edition, 1992), and how many annotations. Over all records they add up to what is published of the whole database;
/// nothing here is what our own reader found.
/// </summary>
/// <param name="Annotations">All annotations, changes of rhythm and noise among them.</param>
/// <param name="Marks">How many annotations of each symbol of the table there are: beats, flutter waves <c>!</c>, blocked P waves
/// <c>x</c>.</param>
internal sealed record MitBihCounts(int Annotations, IReadOnlyDictionary<string, int> Marks)
{
    // A line a record: its name, the number of annotations, and each symbol with its number.
    private static readonly string[] Lines =
    [
        "100 2274 N2239 A33 V1",
        "101 1874 N1860 A3 Q2",
        "102 2192 N99 V4 /2028 f56",
        "103 2091 N2082 A2",
        "104 2311 N163 V2 /1380 f666 Q18",
        "105 2691 N2526 V41 Q5",
        "106 2098 N1507 V520",
        "107 2140 V59 /2078",
        "108 1824 N1739 A4 V17 F2 j1 x11",
        "109 2535 L2492 V38 F2",
        "111 2133 L2123 V1",
        "112 2550 N2537 A2",
        "113 1796 N1789 a6",
        "114 1890 N1820 A10 J2 V43 F4",
        "115 1962 N1953",
        "116 2421 N2302 A1 V109",
        "117 1539 N1534 A1",
        "118 2301 R2166 A96 V16 x10",
        "119 2094 N1543 V444",
        "121 1876 N1861 A1 V1",
        "122 2479 N2476",
        "123 1519 N1515 V3",
        "124 1634 R1531 A2 J29 V47 F5 j5",
        "200 2792 N1743 A30 V826 F2",
        "201 2039 N1625 A30 a97 J1 V198 F2 j10 x37",
        "202 2146 N2061 A36 a19 V19 F1",
        "203 3108 N2529 a2 V444 F1 Q4",
        "205 2672 N2571 A3 V71 F11",
        "207 2385 L1457 R86 A107 V105 E105 !472",
        "208 3040 N1586 S2 V992 F373 Q2",
        "209 3052 N2621 A383 V1",
        "210 2685 N2423 a22 V194 F10 E1",
        "212 2763 N923 R1825",
        "213 3294 N2641 A25 a3 V220 F362",
        "214 2297 L2003 V256 F1 Q2",
        "215 3400 N3195 A3 V164 F1",
        "217 2280 N244 V162 /1542 f260",
        "219 2312 N2082 A7 V64 F1 x133",
        "220 2069 N1954 A94",
        "221 2462 N2031 V396",
        "222 2634 N2062 A208 J1 j212",
        "223 2643 N2029 A72 a1 V473 F14 e16",
        "228 2141 N1688 A3 V362",
        "230 2466 N2255 V1",
        "231 2011 N314 R1254 A1 V2 x2",
        "232 1816 R397 A1382 j1",
        "233 3152 N2230 A7 V831 F11",
        "234 2764 N2700 J50 V3",
    ];

    /// <summary>The 48 records by name.</summary>
    public static IReadOnlyDictionary<string, MitBihCounts> Records { get; } = Lines.Select(line => line.Split(' ')).ToDictionary(
        fields => fields[0],
        fields => new MitBihCounts(int.Parse(fields[1]), fields.Skip(2).ToDictionary(mark => mark[..1], mark => int.Parse(mark[1..]))));
}
