using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tutti.Communication.Transports.SharedMemory;

/// <summary>What Linux offers beyond .NET: to sleep on a word that processes share, and to reserve a part of a file.</summary>
internal static unsafe partial class LinuxCalls
{
    private const int WaitOperation = 0; // FUTEX_WAIT and FUTEX_WAKE, not private: the word is shared by processes
    private const int WakeOperation = 1;
    private const int Interrupted = 4; // EINTR

    private static readonly nint FutexNumber = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 202,
        Architecture.Arm64 => 98,
        _ => 0,
    };

    internal static bool IsAvailable { get; } = OperatingSystem.IsLinux() && FutexNumber != 0;

    /// <summary>
    /// Sleeps while the word has the expected value, at most so long; may return early for no reason. The kernel compares, so no wake-up
    /// is lost.
    /// </summary>
    internal static void Wait(int* word, int expected, TimeSpan limit)
    {
        var ticks = Math.Max(0, limit.Ticks);
        var time = new Time(ticks / TimeSpan.TicksPerSecond, ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick);
        SystemCall(FutexNumber, word, WaitOperation, expected, &time, 0, 0);
    }

    internal static void Wake(int* word) => SystemCall(FutexNumber, word, WakeOperation, 1, null, 0, 0);

    /// <summary>Takes the pages of a part of a file, so that touching them cannot fail later.</summary>
    /// <returns>0, or the error's number.</returns>
    internal static int Reserve(SafeFileHandle file, long offset, long length)
    {
        int error;
        do error = Allocate(file, offset, length);
        while (error == Interrupted);
        return error;
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, int* word, nint operation, nint value, Time* timeout, nint second, nint third);

    [LibraryImport("libc", EntryPoint = "posix_fallocate")]
    private static partial int Allocate(SafeFileHandle file, long offset, long length);

    private readonly record struct Time(long Seconds, long Nanoseconds);
}
