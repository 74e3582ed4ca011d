using System.Runtime.InteropServices;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Transports.Mpi;

/// <summary>
/// Native memory for a header and a small payload, and the request that moves it. Native, since MPI may refer to it for longer than
/// anybody here.
/// </summary>
internal sealed unsafe class MpiFrame : IDisposable
{
    /// <summary>
    /// Payloads up to this size travel with their header; larger ones by themselves, straight from the sender's into the receiver's
    /// memory.
    /// </summary>
    internal const int MostPayloadBytes = Bytes - MessageHeader.Bytes;

    /// <summary>What MPICH still sends without asking the receiver; Open MPI's own bound (4 KB) makes no difference here.</summary>
    internal const int Bytes = 8 << 10;

    private byte* memory = (byte*)NativeMemory.AlignedAlloc(Bytes, 64);

    internal byte* Memory => memory;

    internal byte* Payload => memory + MessageHeader.Bytes;

    internal nint Request { get; set; }

    public void Dispose()
    {
        NativeMemory.AlignedFree(memory);
        memory = null;
    }
}
