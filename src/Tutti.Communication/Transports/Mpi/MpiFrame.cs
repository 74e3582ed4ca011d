using System.Runtime.InteropServices;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Transports.Mpi;

/// <summary>
/// Native memory for a header and a small payload, and the request that moves it. Native, since MPI may refer to it for longer than anybody here.
/// </summary>
internal sealed unsafe class MpiFrame : IDisposable
{
    /// <summary>
    /// Payloads up to this size travel with their header; larger ones by themselves, straight from the sender's into the receiver's memory. The bound
    /// is a matter of speed: benchmarks/results has the measurement.
    /// </summary>
    internal const int MostPayloadBytes = 8 << 10;

    internal const int HeaderBytes = 128;

    private const nuint Bytes = HeaderBytes + MostPayloadBytes;

    private byte* memory = (byte*)NativeMemory.AlignedAlloc(Bytes, 64);

    internal byte* Memory => memory;

    internal byte* Payload => memory + HeaderBytes;

    internal nint Request { get; set; }

    public void Dispose()
    {
        NativeMemory.AlignedFree(memory);
        memory = null;
    }
}
