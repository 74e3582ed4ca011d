using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Transports.Mpi;

/// <summary>A message whose header has come before anybody waited for it; reused.</summary>
internal sealed class MpiArrival
{
    internal MessageHeader Header { get; set; }

    /// <summary>Small messages: the frame with the payload. Null: the payload is still with the sender.</summary>
    internal MpiFrame? Frame { get; set; }

    /// <summary>Large messages: under which tag the payload comes.</summary>
    internal int Tag { get; set; }
}
