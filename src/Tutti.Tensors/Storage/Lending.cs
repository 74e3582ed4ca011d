using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Storage;

/// <summary>
/// Lends a value on the stack of one thread to others. The lender must not return before they have finished. The value may be a ref
/// struct: its spans live in the lender's frame, where the garbage collector finds and updates them.
/// </summary>
internal static unsafe class Lending
{
    /// <summary>The address of a local variable or parameter of the caller; never of a field of an object, which could move.</summary>
    internal static nint Lend<T>(ref T local) where T : struct, allows ref struct => (nint)Unsafe.AsPointer(ref local);

    /// <summary>The value at an address from <see cref="Lend"/>.</summary>
    internal static ref T Borrow<T>(nint address) where T : struct, allows ref struct => ref Unsafe.AsRef<T>((void*)address);
}
