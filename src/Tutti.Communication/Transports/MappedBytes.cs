using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;

namespace Tutti.Communication.Transports;

/// <summary>
/// A few pages of memory: of a file, so that they outlive the process, or pinned in this process only. Zero at first. The
/// collector gives them back with this object, so that no late reader can touch memory that is gone; who holds a span keeps the object
/// alive.
/// </summary>
internal sealed unsafe class MappedBytes
{
    // Whatever keeps the memory: a view of a file, or an array.
    private readonly object owner;
    private readonly byte* start;

    private MappedBytes(MemoryMappedViewAccessor view, int length)
    {
        owner = view;
        Length = length;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        start += view.PointerOffset;
    }

    private MappedBytes(int length)
    {
        var array = GC.AllocateArray<byte>(length + 64, pinned: true);
        owner = array;
        Length = length;
        start = (byte*)(((nint)Unsafe.AsPointer(ref array[0]) + 63) & ~63);
    }

    internal int Length { get; }

    internal Span<byte> Span => new(start, Length);

    /// <summary>A new file, readable by its owner only; one of the same name is replaced.</summary>
    internal static MappedBytes Create(string path, int length)
    {
        File.Delete(path);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(path, options);
        stream.SetLength(length);
        using var file = MemoryMappedFile.CreateFromFile(stream, null, length, MemoryMappedFileAccess.ReadWrite,
            HandleInheritability.None, leaveOpen: true);
        return new MappedBytes(file.CreateViewAccessor(0, length), length);
    }

    /// <summary>A file of another process, to read; null if it has another length.</summary>
    internal static MappedBytes? OpenRead(string path, int length)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        // Beyond the end of a file there is no memory to read.
        if (stream.Length != length) return null;
        using var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None,
            leaveOpen: true);
        return new MappedBytes(file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read), length);
    }

    internal static MappedBytes InProcess(int length) => new(length);
}
