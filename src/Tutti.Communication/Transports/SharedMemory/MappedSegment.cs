using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Tutti.Communication.Transports.SharedMemory;

/// <summary>
/// A file's memory, mapped as long as anything refers to this object and until the process ends. The file is locked (shared) as long, so
/// that others can tell whether anyone still uses it.
/// </summary>
internal sealed class MappedSegment
{
    private readonly string path;
    private readonly SafeFileHandle file;
    private readonly MemoryMappedFile mapping;
    private readonly MemoryMappedViewAccessor view;
    private readonly bool isPressing;

    private MappedSegment(string path, SafeFileHandle file)
    {
        this.path = path;
        this.file = file;
        Length = RandomAccess.GetLength(file);
        mapping = MemoryMappedFile.CreateFromFile(
            file, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        view = mapping.CreateViewAccessor(0, Length, MemoryMappedFileAccess.ReadWrite);
        // Not AcquirePointer, whose reference would keep the memory mapped for good.
        Address = view.SafeMemoryMappedViewHandle.DangerousGetHandle() + (nint)view.PointerOffset;
        GC.AddMemoryPressure(Length);
        isPressing = true;
    }

    ~MappedSegment()
    {
        if (isPressing) GC.RemoveMemoryPressure(Length);
    }

    internal nint Address { get; }

    internal long Length { get; }

    /// <summary>A new file of zeros, of which nothing is reserved yet; it must not exist.</summary>
    internal static MappedSegment Create(string path, long length)
    {
        var file = SegmentFiles.Create(path);
        try
        {
            RandomAccess.SetLength(file, length);
            return Map(path, file);
        }
        catch
        {
            file.Dispose();
            SegmentFiles.Delete(path);
            throw;
        }
    }

    /// <summary>A file that exists and is not empty.</summary>
    internal static MappedSegment Open(string path) => Map(path, SegmentFiles.Open(path));

    /// <summary>Takes the memory of a part, as far as the system can do that ahead.</summary>
    /// <exception cref="IOException">There is not enough.</exception>
    internal void Reserve(long offset, long length)
    {
        if (!LinuxCalls.IsAvailable || length == 0) return;
        var error = LinuxCalls.Reserve(file, offset, length);
        if (error != 0) throw SegmentProblem.NotReserved(path, length, SegmentFiles.FreeBytes(path), error);
    }

    /// <summary>Removes the name; the memory stays.</summary>
    internal void Unlink() => SegmentFiles.Delete(path);

    private static MappedSegment Map(string path, SafeFileHandle file)
    {
        try
        {
            return new MappedSegment(path, file);
        }
        catch
        {
            file.Dispose(); // and with it the lock
            throw;
        }
    }
}
