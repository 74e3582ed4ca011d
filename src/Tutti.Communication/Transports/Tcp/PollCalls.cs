using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tutti.Communication.Transports.Tcp;

/// <summary>What Linux offers beyond .NET: to wait for any of many sockets without allocating, and for a wake-up among them.</summary>
internal static unsafe partial class PollCalls
{
    internal const short Readable = 1; // POLLIN
    internal const short Writable = 4; // POLLOUT
    private const int CloseOnExec = 0x80000; // EFD_CLOEXEC, EFD_NONBLOCK
    private const int NonBlocking = 0x800;

    internal static bool IsAvailable { get; } = OperatingSystem.IsLinux();

    /// <summary>Returns when one of the descriptors is ready, the time is over, or for no reason.</summary>
    internal static void Wait(Span<Descriptor> descriptors, int milliseconds)
    {
        fixed (Descriptor* first = descriptors) Poll(first, (nuint)descriptors.Length, milliseconds);
    }

    /// <summary>A counter that is readable while it is not zero.</summary>
    internal static SafeFileHandle MakeEvent() => new(EventDescriptor(0, CloseOnExec | NonBlocking), ownsHandle: true);

    internal static void Raise(SafeFileHandle handle)
    {
        var one = 1UL;
        Write(handle, &one, sizeof(ulong));
    }

    internal static void Reset(SafeFileHandle handle)
    {
        ulong count;
        Read(handle, &count, sizeof(ulong));
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(Descriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd")]
    private static partial int EventDescriptor(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(SafeFileHandle handle, void* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(SafeFileHandle handle, void* bytes, nint count);

    /// <summary>One entry of what is waited for; a negative number is passed over.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Descriptor
    {
        public int Number;
        public short Wanted;
        public short Found;
    }
}
