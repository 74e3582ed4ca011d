namespace Tutti.Communication;

/// <summary>MPI could not be used: no library was found, it does not fit the launcher, or it reported an error.</summary>
public sealed class MpiException : Exception
{
    internal MpiException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
