using System.Buffers.Binary;
using System.Text;

namespace Tutti.Learning.Tests.Checkpoints;

/// <summary>Safetensors files in memory, whole or broken.</summary>
internal static class SafetensorsBytes
{
    public const string Valid =
        """{"__metadata__":{"epoch":"3"},"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"n":{"dtype":"I64","shape":[],"data_offsets":[16,24]}}""";

    public const int ValidDataBytes = 24;

    public static byte[] Make(string header, int dataBytes) => Make(Encoding.UTF8.GetBytes(header), new byte[dataBytes]);

    public static byte[] Make(byte[] header, byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. data];
    }
}
