using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Tutti.Communication.Transports.SharedMemory;

/// <summary>The files behind segments: memory that has a name until all have found it.</summary>
internal static class SegmentFiles
{
    private const string Prefix = "tutti-";
    private const string MemoryFolder = "/dev/shm";
    // What .NET makes of a lock that another has, EWOULDBLOCK of Linux and of BSD.
    private const int LockedOnLinux = 11, LockedOnBsd = 35;

    private static readonly TimeSpan LongestRemoval = TimeSpan.FromSeconds(1);
    private const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;

    internal static string Folder(bool isPortable) =>
        LinuxCalls.IsAvailable && !isPortable && Directory.Exists(MemoryFolder) ? MemoryFolder : Path.GetTempPath();

    internal static string PathOf(string folder, string job, int generation) => Path.Combine(folder, $"{Prefix}{job}.{generation}");

    internal static long FreeBytes(string path) => new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace;

    /// <summary>A new file that its owner alone may open.</summary>
    internal static SafeFileHandle Create(string path)
    {
        while (true)
        {
            try
            {
                var file = New(path);
                // Who removes what the dead have left may have met ours before it was locked.
                if (File.Exists(path)) return file;
                file.Dispose();
            }
            catch (IOException problem) when (!File.Exists(path) || IsLocked(problem))
            {
                // The same, a moment earlier: it was ours, but the remover had the lock first. A name is used again only when it is gone,
                // or the remover would take the next file for this one.
                AwaitRemoval(path);
            }
        }
    }

    internal static SafeFileHandle Open(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, Shared);

    internal static void Delete(string path)
    {
        if (!OperatingSystem.IsWindows()) File.Delete(path);
    }

    /// <summary>
    /// Removes files of processes that died before all had attached: those that nobody holds open, and that we may remove.
    /// </summary>
    internal static void RemoveAbandoned(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, Prefix + "*"))
        {
            try
            {
                using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                File.Delete(path);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // In use, another user's, or gone already.
            }
        }
    }

    private static bool IsLocked(IOException problem) =>
        !OperatingSystem.IsWindows() && problem.HResult == (OperatingSystem.IsLinux() ? LockedOnLinux : LockedOnBsd);

    private static void AwaitRemoval(string path)
    {
        var since = Stopwatch.GetTimestamp();
        while (File.Exists(path))
        {
            Thread.Yield();
            // The remover has died, and with it its lock.
            if (Stopwatch.GetElapsedTime(since) > LongestRemoval) File.Delete(path);
        }
    }

    private static SafeFileHandle New(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = Shared,
            BufferSize = 0,
            // Windows cannot remove the name of a file in use, but does so by itself at the end.
            Options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var stream = new FileStream(path, options);
        GC.SuppressFinalize(stream); // the handle is what we are after, and has an end of its own
        return stream.SafeFileHandle;
    }
}
