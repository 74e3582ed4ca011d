namespace Tutti.Communication.Collectives;

/// <summary>One range of bytes that goes from a rank's source to a rank's target; empty if nothing does.</summary>
internal readonly record struct Route(long Source, long Target, long Length)
{
    internal bool IsEmpty => Length == 0;
}
