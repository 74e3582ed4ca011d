using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tutti.Communication.Launching.Processes;

/// <summary>
/// A job object of Windows: when its last handle is closed, also because this process was killed, the system ends every process in it and
/// all that these started.
/// </summary>
internal sealed partial class WindowsJob : IDisposable
{
    private const int ExtendedLimitInformation = 9;
    private const uint KillOnClose = 0x2000;
    private const uint KilledExitCode = 137;

    private readonly SafeFileHandle handle;

    private WindowsJob(SafeFileHandle handle) => this.handle = handle;

    /// <exception cref="Win32Exception">The system refuses.</exception>
    internal static unsafe WindowsJob Create()
    {
        var handle = CreateJobObject(0, 0);
        if (handle.IsInvalid) throw new Win32Exception();
        var limits = new ExtendedLimits { Basic = { LimitFlags = KillOnClose } };
        if (SetInformationJobObject(handle, ExtendedLimitInformation, &limits, (uint)sizeof(ExtendedLimits))) return new WindowsJob(handle);
        var problem = new Win32Exception();
        handle.Dispose();
        throw problem;
    }

    /// <exception cref="Win32Exception">The system refuses.</exception>
    internal void Add(SafeProcessHandle process)
    {
        if (!AssignProcessToJobObject(handle, process)) throw new Win32Exception();
    }

    /// <summary>Ends every process in it.</summary>
    internal void Kill() => TerminateJobObject(handle, KilledExitCode);

    public void Dispose() => handle.Dispose();

    [LibraryImport("kernel32", EntryPoint = "CreateJobObjectW", SetLastError = true)]
    private static partial SafeFileHandle CreateJobObject(nint attributes, nint name);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static unsafe partial bool SetInformationJobObject(SafeFileHandle job, int kind, ExtendedLimits* limits, uint size);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool AssignProcessToJobObject(SafeFileHandle job, SafeProcessHandle process);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool TerminateJobObject(SafeFileHandle job, uint exitCode);

    // JOBOBJECT_BASIC_LIMIT_INFORMATION
    [StructLayout(LayoutKind.Sequential)]
    private struct BasicLimits
    {
        internal long ProcessTime, JobTime;
        internal uint LimitFlags;
        internal nuint LeastWorkingSet, MostWorkingSet;
        internal uint ActiveProcesses;
        internal nuint Affinity;
        internal uint PriorityClass, SchedulingClass;
    }

    // JOBOBJECT_EXTENDED_LIMIT_INFORMATION
    [StructLayout(LayoutKind.Sequential)]
    private struct ExtendedLimits
    {
        internal BasicLimits Basic;
        internal ulong ReadOperations, WriteOperations, OtherOperations, ReadBytes, WrittenBytes, OtherBytes;
        internal nuint ProcessMemory, JobMemory, PeakProcessMemory, PeakJobMemory;
    }
}
