using System.Runtime.CompilerServices;

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
        if (typeof(T) == typeof(Half)) return ElementKind.Half;
        if (typeof(T) == typeof(sbyte)) return ElementKind.SByte;
        if (typeof(T) == typeof(short)) return ElementKind.Short;
        if (typeof(T) == typeof(ushort)) return ElementKind.UShort;
        if (typeof(T) == typeof(uint)) return ElementKind.UInt;
        if (typeof(T) == typeof(ulong)) return ElementKind.ULong;
        Throw.UnsupportedElement(typeof(T));
        return default;
    }

    internal static int BytesOf<T>() where T : unmanaged => Unsafe.SizeOf<T>();
}
