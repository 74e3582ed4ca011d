using System.Runtime.InteropServices;
using Tutti.Tensors;

namespace Tutti.Learning.Checkpoints;

/// <summary>
/// A safetensors file that is open for reading: named tensors, in any order, and text metadata. Tensors are stored as <c>F32</c>,
/// <c>F64</c> or <c>I64</c>, or smaller (<c>F16</c>, <c>BF16</c>, <c>I32</c>, <c>I16</c>, <c>I8</c>, <c>U8</c>, <c>BOOL</c>) and converted
/// when they are read. The header is read and checked on opening; the data of an entry is read when it is asked for. Reading is
/// thread-safe.
/// </summary>
/// <remarks>
/// The format (<see href="https://github.com/huggingface/safetensors"/>): the length of the header in 8 little-endian bytes, the header in
/// JSON, then the data of all tensors without gaps, little-endian and row-major. Nothing in it is code. Processors that Tutti runs on are
/// little-endian, so that bytes need no turning.
/// </remarks>
public sealed class SafetensorsFile : IDisposable
{
    private readonly FileStream file;
    private readonly SafetensorsHeader header;
    private readonly Dictionary<string, int> positions;

    private SafetensorsFile(FileStream file, SafetensorsHeader header)
    {
        this.file = file;
        this.header = header;
        positions = new Dictionary<string, int>(header.Entries.Count, StringComparer.Ordinal);
        for (var index = 0; index < header.Entries.Count; index++) positions.Add(header.Entries[index].Name, index);
    }

    /// <summary>The tensors, in the order in which the header lists them.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries => header.Entries;

    /// <summary>The texts of <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <summary>Opens a file and checks all but the values of the data.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The open file; dispose it.</returns>
    /// <exception cref="InvalidDataException">The file is no valid safetensors file; the message says where and, if it can, which
    /// tensor.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SafetensorsFile Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        try
        {
            return new SafetensorsFile(file, SafetensorsHeader.Read(file, path));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether there is a tensor of that name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="entry">Its type and shape.</param>
    /// <returns>True if there is.</returns>
    public bool TryGet(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SafetensorsEntry? entry)
    {
        entry = positions.TryGetValue(name, out var index) ? header.Entries[index] : null;
        return entry is not null;
    }

    /// <summary>Reads a tensor's bytes as they are stored.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="destination">Receives the little-endian, row-major data; exactly as long as the entry's byte count.</param>
    /// <exception cref="ArgumentException">There is no such tensor, or the destination has another length.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Read(string name, Span<byte> destination)
    {
        if (!positions.TryGetValue(name, out var index)) ThrowUnknown(name);
        var entry = header.Entries[index];
        if (destination.Length != entry.ByteCount)
            throw new ArgumentException(
                $"Safetensors: the destination does not fit {entry}. Got {destination.Length} bytes. Expected {entry.ByteCount}.");
        ReadAt(header.DataStart + header.Offsets[index], destination);
    }

    private void ReadAt(long offset, Span<byte> destination)
    {
        for (var filled = 0; filled < destination.Length;)
        {
            var read = RandomAccess.Read(file.SafeFileHandle, destination[filled..], offset + filled);
            if (read == 0)
                throw new EndOfStreamException(
                    $"Safetensors: '{file.Name}' became shorter while it was open. " +
                    $"Expected {offset + destination.Length} bytes.");
            filled += read;
        }
    }

    /// <summary>
    /// Reads a tensor's elements. Floating-point elements of any storage are read as float or double: F16 and BF16 exactly, F64 as float
    /// rounded to nearest. Whole elements of any storage are read as long.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/>, <see cref="double"/> or <see cref="long"/>.</typeparam>
    /// <param name="name">The tensor.</param>
    /// <param name="destination">Receives the elements, row-major; exactly as long as the tensor.</param>
    /// <exception cref="ArgumentException">
    /// There is no such tensor, whole elements are asked for where there are floating-point ones or the reverse, or the destination has
    /// another length.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Read<T>(string name, Span<T> destination) where T : unmanaged
    {
        var wanted = ElementTypes.Of<T>();
        if (!TryGet(name, out var entry) || entry.Storage == SafetensorsStorages.Of(wanted))
        {
            Read(name, MemoryMarshal.AsBytes(destination));
            return;
        }
        CheckType(entry, wanted);
        if (destination.Length != entry.Shape.ElementCount)
            throw new ArgumentException(
                $"Safetensors: the destination does not fit {entry}. Got {destination.Length} elements. Expected " +
                $"{entry.Shape.ElementCount}.");
        ReadPart(entry, 0, destination);
    }

    /// <summary>Reads some of a tensor's elements and no others, converted as <see cref="Read{T}(string, Span{T})"/> converts them.</summary>
    /// <typeparam name="T"><see cref="float"/>, <see cref="double"/> or <see cref="long"/>.</typeparam>
    /// <param name="name">The tensor.</param>
    /// <param name="start">The first element, counted row-major.</param>
    /// <param name="destination">Receives that element and those behind it, as many as it has room for.</param>
    /// <exception cref="ArgumentException">There is no such tensor, it has not so many elements, or whole elements are asked for where
    /// there are floating-point ones or the reverse.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Read<T>(string name, int start, Span<T> destination) where T : unmanaged
    {
        if (!TryGet(name, out var entry)) ThrowUnknown(name);
        CheckType(entry, ElementTypes.Of<T>());
        if (start < 0 || start > entry.Shape.ElementCount - destination.Length)
            throw new ArgumentException(
                $"Safetensors: the part does not lie within {entry}. Got {destination.Length} elements from element {start}. " +
                $"Expected a part of its {entry.Shape.ElementCount}.");
        ReadPart(entry, start, destination);
    }

    private void ReadPart<T>(SafetensorsEntry entry, int start, Span<T> destination) where T : unmanaged
    {
        var wanted = ElementTypes.Of<T>();
        var size = entry.Storage.SizeInBytes();
        var bytes = MemoryMarshal.AsBytes(destination);
        var offset = header.DataStart + header.Offsets[positions[entry.Name]] + (long)start * size;
        if (entry.Storage == SafetensorsStorages.Of(wanted))
        {
            ReadAt(offset, bytes);
            return;
        }
        var stored = new byte[checked(destination.Length * size)];
        ReadAt(offset, stored);
        switch (wanted)
        {
            case ElementType.Float32: SafetensorsStorages.ToSingles(entry.Storage, stored, MemoryMarshal.Cast<byte, float>(bytes)); break;
            case ElementType.Float64: SafetensorsStorages.ToDoubles(entry.Storage, stored, MemoryMarshal.Cast<byte, double>(bytes)); break;
            default: SafetensorsStorages.ToInt64s(entry.Storage, stored, MemoryMarshal.Cast<byte, long>(bytes)); break;
        }
    }

    /// <summary>Writes a file so that the previous one survives whatever goes wrong. The same arguments give the same bytes.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="entries">Names, types and shapes, in the order in which they are written.</param>
    /// <param name="data">Their data.</param>
    /// <param name="metadata">Texts for <c>__metadata__</c>, written in the order of their keys. Default: none.</param>
    /// <exception cref="ArgumentException">A name occurs twice or is reserved, or data has another length; nothing was
    /// replaced.</exception>
    /// <exception cref="IOException">The file could not be written; the previous one is unchanged.</exception>
    public static void Write(
        string path, IReadOnlyList<SafetensorsEntry> entries, SafetensorsData data, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsWriter.Write(path, entries, data, metadata, through: null);

    private static void CheckType(SafetensorsEntry entry, ElementType wanted)
    {
        if (!entry.Storage.CanReadAs(wanted))
            throw new ArgumentException(
                $"Safetensors: {entry} has another type. Got a destination of {wanted}. Expected {entry.Type}.");
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private void ThrowUnknown(string name) => throw new ArgumentException(
        $"Safetensors: '{file.Name}' has no such tensor. Got '{name}'. {NearestName.Suggest(name, positions.Keys)}");

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();
}
