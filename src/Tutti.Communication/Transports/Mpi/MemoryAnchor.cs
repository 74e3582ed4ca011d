using System.Runtime.CompilerServices;

namespace Tutti.Communication.Transports.Mpi;

/// <summary>
/// Keeps memory of .NET alive and in its place until the process ends, by its address alone: a span does not tell whose it is. The stack of
/// a thread that sleeps for good pins it, as <c>fixed</c> does. Memory that is not .NET's, or is on a stack, is left alone.
/// </summary>
internal static unsafe class MemoryAnchor
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(10);

    private const int StackBytes = 256 << 10, StackBytesEach = 512;

    /// <summary>Returns when the memory is held. The caller has pinned it.</summary>
    /// <param name="addresses">Anywhere within each.</param>
    internal static void Hold(nint[] addresses)
    {
        if (addresses.Length == 0) return;
        var isHeld = new ManualResetEventSlim();
        var thread = new Thread(() => Hold(addresses, 0, isHeld), StackBytes + addresses.Length * StackBytesEach)
        {
            IsBackground = true,
            Name = "mpi-memory",
        };
        thread.Start();
        isHeld.Wait(LongestStart);
    }

    private static void Hold(nint[] addresses, int index, ManualResetEventSlim isHeld)
    {
        if (index < addresses.Length)
        {
            Hold(ref Unsafe.AsRef<byte>((void*)addresses[index]), addresses, index, isHeld);
            return;
        }

        isHeld.Set();
        Thread.Sleep(Timeout.Infinite);
    }

    // Not inlined: the compiler is not to find out that the reference was an address, which need not be pinned.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Hold(ref byte memory, nint[] addresses, int index, ManualResetEventSlim isHeld)
    {
        fixed (byte* pinned = &memory) Hold(addresses, index + 1, isHeld);
    }
}
