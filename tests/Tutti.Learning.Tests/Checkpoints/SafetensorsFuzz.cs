using System.Buffers.Binary;
using System.Text;
using Tutti.Learning.Checkpoints;

namespace Tutti.Learning.Tests.Checkpoints;

/// <summary>
/// Random damage to valid headers: the reader either accepts, and then all data is covered exactly once, or throws the one documented
/// exception; no case may allocate more than a limit. The same seed makes the same cases.
/// </summary>
/// <remarks>For long runs: <c>dotnet run -c Release --project benchmarks/Tutti.Benchmarks -- fuzz safetensors 10000000</c>.</remarks>
internal sealed class SafetensorsFuzz(int seed)
{
    /// <summary>What one case may allocate, some hundred times its header: mostly the exception and its message.</summary>
    public const long AllocationLimit = 1 << 16;

    private static readonly byte[][] Seeds =
    [
        .. new[]
        {
            ("""{"__metadata__":{"epoch":"3"},"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"n":{"dtype":"I64","shape":[],"data_offsets":[16,24]}}""", 24),
            ("""{"b":{"dtype":"BF16","shape":[3],"data_offsets":[4,10]},"a":{"dtype":"F16","shape":[2,1],"data_offsets":[0,4]},"e":{"dtype":"U8","shape":[0],"data_offsets":[10,10]}}""", 10),
            ("""{"größe":{"data_offsets":[0,8],"shape":[1],"dtype":"F64"},"__metadata__":{"a":"\u00e9","format":"pt"}}   """, 8),
        }.Select(pair => SafetensorsBytes.Make(pair.Item1, pair.Item2)),
    ];

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "0", "-1", "4", "8", "16", "1e9", "1e999", "1.5", "2147483648",
            "9223372036854775807", "-9223372036854775808", "18446744073709551616", "99999999999999999999", "null", "true",
            "\"F32\"", "\"F64\"", "\"F16\"", "\"BF16\"", "\"I64\"",
            "\"U8\"", "\"BOOL\"", "\"F8_E4M3\"", "\"w\"", "\"dtype\"", "\"shape\"", "\"data_offsets\"", "\"__metadata__\"",
            "[0,0]", "[1,1,1,1,1,1,1,1,1]",
            "[[[[[[[[", "{\"a\":{\"a\":{\"a\":{\"a\":1}}}}", "{}", " ", "\n", "\0", "é", "/**/", "[2147483647,2147483647]",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xEF, 0xBB, 0xBF],
    ];

    private readonly System.Random random = new(seed);

    public long Accepted { get; private set; }

    public long LargestAllocation { get; private set; }

    /// <summary>Runs cases.</summary>
    /// <returns>Null, or the first case that went wrong, in words.</returns>
    public string? Run(long count)
    {
        for (long number = 0; number < count; number++)
        {
            var bytes = Mutate();
            if (Check(bytes) is { } problem) return $"case {number}: {problem}\n{Convert.ToHexString(bytes)}";
        }
        return null;
    }

    private string? Check(byte[] bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        string? problem = null;
        try
        {
            using var stream = new MemoryStream(bytes, writable: false);
            var header = SafetensorsHeader.Read(stream, "fuzz");
            problem = FindInconsistency(header, bytes.Length);
            Accepted++;
        }
        catch (InvalidDataException)
        {
        }
        catch (Exception cause)
        {
            problem = $"{cause.GetType()}: {cause.Message}";
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        LargestAllocation = Math.Max(LargestAllocation, allocated);
        return problem ?? (allocated > AllocationLimit ? $"{allocated} bytes allocated" : null);
    }

    private static string? FindInconsistency(SafetensorsHeader header, int fileLength)
    {
        var dataLength = fileLength - header.DataStart;
        if (header.Entries.Sum(entry => entry.ByteCount) != dataLength) return "the data is not covered";
        if (header.Entries.DistinctBy(entry => entry.Name).Count() != header.Entries.Count) return "a name occurs twice";
        var end = 0L;
        var byOffset = header.Entries.Zip(header.Offsets).OrderBy(pair => pair.Second).ThenBy(pair => pair.First.ByteCount);
        foreach (var (entry, offset) in byOffset)
        {
            if (offset != end) return $"{entry} begins at {offset}, not {end}";
            end += entry.ByteCount;
        }
        return end == dataLength ? null : "the data ends elsewhere";
    }

    private byte[] Mutate()
    {
        var whole = Seeds[random.Next(Seeds.Length)];
        var headerLength = BinaryPrimitives.ReadInt32LittleEndian(whole);
        var header = new List<byte>(whole[8..(8 + headerLength)]);
        for (var changes = random.Next(1, 5); changes > 0; changes--) ChangeOnce(header);
        var dataBytes = random.Next(8) == 0 ? random.Next(64) : whole.Length - 8 - headerLength;
        var bytes = SafetensorsBytes.Make([.. header], new byte[dataBytes]);
        if (random.Next(16) == 0) bytes[random.Next(8)] = (byte)random.Next(256);
        return random.Next(16) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    private void ChangeOnce(List<byte> header)
    {
        if (header.Count == 0) header.Add((byte)'{');
        var at = random.Next(header.Count);
        var length = Math.Min(random.Next(1, 12), header.Count - at);
        switch (random.Next(10))
        {
            case 0: header[at] = (byte)random.Next(256); break;
            case 1: header[at] ^= (byte)(1 << random.Next(8)); break;
            case 2: header.RemoveRange(at, length); break;
            case 3: header.InsertRange(random.Next(header.Count), header.GetRange(at, length)); break;
            case 4: header.InsertRange(at, Pieces[random.Next(Pieces.Length)]); break;
            case 5: ChangeMember(header, at, isRemoved: true); break;
            case 6: ChangeMember(header, at, isRemoved: false); break;
            default: ReplaceNumber(header, at); break;
        }
    }

    // A member runs from a quote to the comma before the next quote; whole ones are removed or doubled.
    private static void ChangeMember(List<byte> header, int at, bool isRemoved)
    {
        var start = header.IndexOf((byte)'"', at);
        var end = start < 0 ? -1 : header.FindIndex(start, value => value == (byte)',');
        if (end < 0) return;
        if (isRemoved) header.RemoveRange(start, end + 1 - start);
        else header.InsertRange(start, header.GetRange(start, end + 1 - start));
    }

    // Numbers are where a header lies; found by chance they would rarely be hit.
    private void ReplaceNumber(List<byte> header, int at)
    {
        var digit = header.FindIndex(at, value => value is >= (byte)'0' and <= (byte)'9');
        if (digit < 0) return;
        header.RemoveAt(digit);
        header.InsertRange(digit, Encoding.UTF8.GetBytes(random.Next(5) switch
        {
            0 => random.Next(64).ToString(),
            1 => random.NextInt64().ToString(),
            2 => (-random.Next(64)).ToString(),
            3 => (4 * random.Next(8)).ToString(),
            _ => "0",
        }));
    }
}
