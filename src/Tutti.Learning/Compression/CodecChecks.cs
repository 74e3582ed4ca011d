namespace Tutti.Learning.Compression;

/// <summary>What every codec checks, in the same words.</summary>
internal static class CodecChecks
{
    /// <summary>A number of bytes as an int.</summary>
    internal static int Bytes(string codec, int count, long bytes) => count >= 0 && bytes <= Array.MaxLength
        ? (int)bytes
        : throw new ArgumentOutOfRangeException(nameof(count), count,
            $"{codec}: so many values cannot be encoded at once. Got {count}. " +
            $"Expected at least 0, and {Array.MaxLength:N0} bytes at most. Encode them in parts.");

    /// <summary>Whether the result has room for what encoding may write.</summary>
    internal static void Room(string codec, int count, int room, int needed)
    {
        if (room < needed)
            throw new ArgumentException($"{codec}: the encoded values have no room. Got {room} bytes for {count} values. " +
                $"Expected at least {needed}. Ask {nameof(IGradientCodec.MaximumEncodedBytes)}.");
    }

    /// <summary>Whether there are exactly the bytes that so many values take.</summary>
    internal static void Length(string codec, int count, int bytes, int expected)
    {
        if (bytes != expected) throw Refuse(codec, "the length does not fit", $"{bytes} bytes", $"{expected} for {count} values");
    }

    internal static InvalidDataException Refuse(string codec, string problem, string got, string expected) => new(
        $"{codec}: encoded values are not understood, {problem}. Got {got}. Expected {expected}. " +
        "Decode what the same codec encoded, with the same options and number of values.");
}
