namespace Tutti.Communication.Collectives;

/// <summary>From .NET types to kinds; the comparisons are constants to the compiler.</summary>
internal static class ElementKinds
{
    internal static ElementKind Of<T>() where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return ElementKind.Float;
        if (typeof(T) == typeof(double)) return ElementKind.Double;
        if (typeof(T) == typeof(int)) return ElementKind.Int;
        if (typeof(T) == typeof(long)) return ElementKind.Long;
        if (typeof(T) == typeof(byte)) return ElementKind.Byte;
        Throw.UnsupportedElement(typeof(T));
        return default;
    }
}
