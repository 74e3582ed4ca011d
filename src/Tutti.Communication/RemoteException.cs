namespace Tutti.Communication;

/// <summary>What another rank threw, or what ended it, in words: type, message and stack as that rank saw them.</summary>
public sealed class RemoteException : Exception
{
    internal RemoteException(int? rank, string typeName, string message, string stack) : base(message)
    {
        Rank = rank;
        TypeName = typeName;
        RemoteStackTrace = stack;
    }

    /// <summary>The rank it comes from; null if it concerns the whole job.</summary>
    public int? Rank { get; }

    /// <summary>
    /// The exception's type there, without namespace, for instance <c>FormatException</c>; for a process that ended, how it
    /// ended.
    /// </summary>
    public string TypeName { get; }

    /// <summary>The stack there; empty if there was none.</summary>
    public string RemoteStackTrace { get; }

    /// <summary>The type's name where it was thrown.</summary>
    internal static string NameOf(Exception cause) => cause is RemoteException remote ? remote.TypeName : cause.GetType().Name;

    /// <summary>Type and message, then the stack of the other rank.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString() => RemoteStackTrace.Length == 0 ? $"{TypeName}: {Message}"
        : $"{TypeName}: {Message}{Environment.NewLine}{RemoteStackTrace}";
}
