using System.Text;
using Tutti.Learning.Checkpoints;

namespace Tutti.Learning.Tests.Checkpoints;

/// <summary>
/// Random damage to valid headers: the reader either accepts, and then all data is covered exactly once, or throws the one documented
/// exception; it never takes memory out of proportion. <c>TUTTI_FUZZ_COUNT</c> sets the number of mutations of a long run.
/// </summary>
public sealed class SafetensorsFuzzTests
{
    private const int DefaultCount = 40_000;
    private const long MemoryLimit = 1 << 18;

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "0", "-1", "4", "8", "16", "1e9", "1.5", "2147483648", "9223372036854775807",
        "99999999999999999999", "null", "true", "\"F32\"", "\"F64\"", "\"F16\"", "\"w\"", "\"dtype\"", "\"shape\"", "\"data_offsets\"",
        "\"__metadata__\"", "[0,0]", "[1,1,1,1,1,1,1,1,1]", "{}", " ", "\n", "\0", "é", "/**/",
    ];

    [Fact]
    public void Open_MutatedHeaders_AcceptsOrThrowsTheDocumentedException()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("TUTTI_FUZZ_COUNT"), out var asked) ? asked : DefaultCount;
        var random = new System.Random(20_260_101);
        var accepted = 0;
        for (var number = 0; number < count; number++)
        {
            var bytes = Mutate(random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var stream = new MemoryStream(bytes, writable: false);
                AssertCovered(SafetensorsHeader.Read(stream, "fuzz"), bytes.Length);
                accepted++;
            }
            catch (InvalidDataException)
            {
            }
            catch (Exception cause)
            {
                Assert.Fail($"Mutation {number} threw {cause.GetType()}: {cause.Message}\n{Convert.ToHexString(bytes)}");
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MemoryLimit);
        }
        // Both outcomes occur, or the mutations would be worthless.
        Assert.InRange(accepted, count / 1000, count / 2);
    }

    private static byte[] Mutate(System.Random random)
    {
        var header = new List<byte>(Encoding.UTF8.GetBytes(SafetensorsBytes.Valid));
        var changes = random.Next(1, 5);
        for (var change = 0; change < changes; change++) ChangeOnce(header, random);
        var dataBytes = random.Next(8) == 0 ? random.Next(64) : SafetensorsBytes.ValidDataBytes;
        var bytes = SafetensorsBytes.Make([.. header], new byte[dataBytes]);
        if (random.Next(16) == 0) bytes[random.Next(8)] = (byte)random.Next(256);
        return random.Next(16) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    private static void ChangeOnce(List<byte> header, System.Random random)
    {
        var at = random.Next(header.Count);
        var length = Math.Min(random.Next(1, 12), header.Count - at);
        switch (random.Next(6))
        {
            case 0: header[at] = (byte)random.Next(256); break;
            case 1: header[at] ^= (byte)(1 << random.Next(8)); break;
            case 2: header.RemoveRange(at, Math.Min(length, header.Count - 1)); break;
            case 3: header.InsertRange(random.Next(header.Count), header.GetRange(at, length)); break;
            case 4: header.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)])); break;
            default: ReplaceNumber(header, at, random); break;
        }
    }

    // Numbers are where a header lies; found by chance they would rarely be hit.
    private static void ReplaceNumber(List<byte> header, int at, System.Random random)
    {
        var digit = header.FindIndex(at, value => value is >= (byte)'0' and <= (byte)'9');
        if (digit < 0) return;
        header.RemoveAt(digit);
        header.InsertRange(digit, Encoding.UTF8.GetBytes(random.Next(4) switch
        {
            0 => random.Next(64).ToString(),
            1 => random.NextInt64().ToString(),
            2 => (-random.Next(64)).ToString(),
            _ => "0",
        }));
    }

    private static void AssertCovered(SafetensorsHeader header, int fileLength)
    {
        var dataLength = fileLength - header.DataStart;
        Assert.Equal(dataLength, header.Entries.Sum(entry => entry.ByteCount));
        Assert.Equal(header.Entries.Count, header.Entries.Select(entry => entry.Name).Distinct(StringComparer.Ordinal).Count());
        for (var index = 0; index < header.Entries.Count; index++)
            Assert.InRange(header.Offsets[index] + header.Entries[index].ByteCount, 0, dataLength);
    }
}
