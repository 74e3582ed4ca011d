namespace Tutti.Communication.Transports.Messages;

/// <summary>Why 64 bytes are not a header.</summary>
internal enum HeaderProblem
{
    None,
    Magic,
    Checksum,
    Kind,
    Contract,
    Length,
    Generation,
}
