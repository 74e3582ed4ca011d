namespace Tutti.Distributed.Ensembles;

/// <summary>A member of an ensemble could not be trained or loaded; the message names it.</summary>
public sealed class MemberException : Exception
{
    internal MemberException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
